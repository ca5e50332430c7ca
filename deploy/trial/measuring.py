"""A Prometheus and an Alertmanager beside the cluster: pods of releases, the rules that the chart writes for each."""

import json
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import yaml

from deploy.local.ports import LOOPBACK, free_port
from deploy.local.process import Process
from deploy.trial.tools import DEPLOY, must

SCRAPED = "5s"
READY_S = 30.0
Labels = Mapping[str, str]


@dataclass(slots=True)
class Measuring:
    """Both of them, a context manager; the objects are what the chart renders for each release. Pods are looked for
    once: Debian's Prometheus knows nothing of Kubernetes.
    """

    objects: Sequence[Mapping[str, Any]]
    _port: int = field(default_factory=free_port)
    _notified: int = field(default_factory=free_port)
    _folder: TemporaryDirectory[str] = field(default_factory=TemporaryDirectory)
    _processes: list[Process] = field(default_factory=list)

    def __enter__(self) -> "Measuring":
        root = Path(self._folder.name)
        (root / "prometheus.yml").write_text(yaml.safe_dump(self._configuration(root)))
        for rules in self._of("PrometheusRule"):
            name = f"{rules['metadata']['namespace']}-{rules['metadata']['name']}.yaml"
            (root / name).write_text(yaml.safe_dump(without_memory(rules["spec"])))
        must("promtool", "check", "config", root / "prometheus.yml")
        self._start(root, "prometheus", "--config.file", root / "prometheus.yml", "--storage.tsdb.path", root / "data",
                    "--web.listen-address", f"{LOOPBACK}:{self._port}")  # fmt: skip
        self._start(root, "prometheus-alertmanager", "--storage.path", root / "notified", "--cluster.listen-address=",
                    "--config.file", DEPLOY / "alerts" / "alertmanager" / "alertmanager.yaml",
                    "--web.listen-address", f"{LOOPBACK}:{self._notified}")  # fmt: skip
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            process.stop()
        self._folder.cleanup()

    def query(self, expr: str) -> list[dict[str, Any]]:
        """What an expression gives now."""
        found: list[dict[str, Any]] = _asked(self._port, f"/api/v1/query?query={quote(expr)}")["data"]["result"]
        return found

    def broken_rules(self) -> list[str]:
        """Those that cannot be computed."""
        groups = _asked(self._port, "/api/v1/rules")["data"]["groups"]
        return [rule["name"] for group in groups for rule in group["rules"] if rule["health"] == "err"]

    def alerts(self) -> list[Labels]:
        """Labels of what fires."""
        found = _asked(self._port, "/api/v1/alerts")["data"]["alerts"]
        return [one["labels"] for one in found if one["state"] == "firing"]

    def notified(self) -> list[Labels]:
        """Labels of what Alertmanager would tell people: not what another alert inhibits."""
        found = _asked(self._notified, "/api/v2/alerts?inhibited=false&silenced=false")
        return [one["labels"] for one in found]

    def _start(self, root: Path, name: str, *words: str | Path) -> None:
        process = Process(name, root / f"{name}.pid", root / f"{name}.log")
        process.start([name, *words])
        self._processes.append(process)
        port = self._port if name == "prometheus" else self._notified
        process.wait_until(lambda: _answers(port), READY_S, 0.2)

    def _of(self, kind: str) -> Iterator[Mapping[str, Any]]:
        yield from (one for one in self.objects if one["kind"] == kind)

    def _configuration(self, root: Path) -> dict[str, Any]:
        return {
            "global": {"scrape_interval": SCRAPED, "scrape_timeout": SCRAPED, "evaluation_interval": SCRAPED},
            "rule_files": [str(root / "*-*.yaml")],
            "alerting": {"alertmanagers": [{"static_configs": [{"targets": [f"{LOOPBACK}:{self._notified}"]}]}]},
            "scrape_configs": [scraped(one, _pods(one)) for one in self._of("PodMonitor")],
        }


def scraped(monitor: Mapping[str, Any], pods: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the operator makes of a PodMonitor with one endpoint, as far as the chart's needs it."""
    meta, [endpoint] = monitor["metadata"], monitor["spec"]["podMetricsEndpoints"]
    port = {"action": "keep", "source_labels": ["__meta_kubernetes_pod_container_port_name"], "regex": endpoint["port"]}
    own = [
        {"source_labels": [f"__meta_kubernetes_{name}"], "target_label": label}
        for name, label in {"namespace": "namespace", "pod_name": "pod", "pod_container_name": "container"}.items()
    ]
    theirs = [
        {"source_labels": one["sourceLabels"], "target_label": one["targetLabel"]} for one in endpoint["relabelings"]
    ]
    return {
        "job_name": f"{meta['namespace']}/{meta['name']}",
        "metrics_path": endpoint["path"],
        "static_configs": [one for pod in pods for one in _ports(pod)],
        "relabel_configs": [port, *own, *theirs],
    }


def _ports(pod: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The ports of a pod, as Prometheus discovers them."""
    meta = pod["metadata"]
    labels = {f"__meta_kubernetes_pod_label_{_plain(name)}": value for name, value in meta["labels"].items()}
    labels |= {"__meta_kubernetes_namespace": meta["namespace"], "__meta_kubernetes_pod_name": meta["name"]}
    for container in pod["spec"]["containers"]:
        for port in container.get("ports", ()):
            place = {
                "__meta_kubernetes_pod_container_name": container["name"],
                "__meta_kubernetes_pod_container_port_name": port.get("name", ""),
            }
            yield {"targets": [f"{pod['status']['podIP']}:{port['containerPort']}"], "labels": labels | place}


def _pods(monitor: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Those that a PodMonitor selects and that are to stay."""
    wanted = ",".join(f"{name}={value}" for name, value in monitor["spec"]["selector"]["matchLabels"].items())
    where = ("--namespace", monitor["metadata"]["namespace"], "--selector", wanted, "--output", "json")
    found = json.loads(must("kubectl", "get", "pods", *where, "--field-selector", "status.phase=Running"))["items"]
    return [one for one in found if "deletionTimestamp" not in one["metadata"]]


def without_memory(rules: Mapping[str, Any]) -> dict[str, Any]:
    """Alerts end with their cause, not minutes later (`keep_firing_for`), or a trial would wait for that."""
    groups = [
        {**group, "interval": SCRAPED, "rules": [_without(rule, "keep_firing_for") for rule in group["rules"]]}
        for group in rules["groups"]
    ]
    return {"groups": groups}


def _without(rule: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in rule.items() if key != name}


def _plain(label: str) -> str:
    """A label of Kubernetes as Prometheus writes it."""
    return "".join(sign if sign.isalnum() else "_" for sign in label)


def _asked(port: int, path: str) -> Any:  # noqa: ANN401  # JSON
    with _opened(port, path) as answer:
        return json.load(answer)


def _answers(port: int) -> bool:
    try:
        with _opened(port, "/-/ready") as answer:
            return bool(answer.status == 200)  # noqa: PLR2004  # HTTP's
    except OSError:
        return False


def _opened(port: int, path: str) -> Any:  # noqa: ANN401  # what urllib gives
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    return opener.open(f"http://{LOOPBACK}:{port}{path}", timeout=10)
