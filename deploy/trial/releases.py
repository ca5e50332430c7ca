"""Two releases in two namespaces, on one PostgreSQL, one Kafka and one Prometheus: one breaks, only its alerts fire."""

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import yaml

from deploy.trial.measuring import Labels, Measuring
from deploy.trial.tools import CHART, NAME, NAMESPACE, RELEASE, TRIAL, Failed, kubectl, must, run, told, until
from shared.contracts.topics import SERVICES

OTHER, ELSEWHERE = "other", f"{NAMESPACE}-other"
OTHER_NAME = f"{OTHER}-referencement"
BROKEN = "intake"
"""Whose database of the other release refuses everybody for a while."""
SCRAPED_S, FIRES_S, OVER_S, CALM_S = 120, 300, 180, 45
WANTED = {"ReferencementDatabaseUnreachable", "ReferencementServiceDown"}
VALUES = ("--values", str(CHART / "examples" / "laptop.yaml"), "--values", str(TRIAL / "values.yaml"))
OWN = (
    "process.all.replicas=1", "kafka.prefix=other.", f"postgres.external.host=postgres.{NAMESPACE}",
    f"kafka.bootstrapServers=kafka.{NAMESPACE}:9094",
    *(f"services.{name}.database.name=other_{name}" for name in SERVICES),
)  # fmt: skip
MONITORED = (
    "monitoring.podMonitor.enabled=true", "monitoring.rules.enabled=true",
    "monitoring.runbooks=https://runbooks.example", "monitoring.grafana=https://grafana.example",
    "networkPolicy.metricsFrom[0].podSelector.matchLabels.trial=load",
)  # fmt: skip
ENFORCED = "pod-security.kubernetes.io/enforce=restricted"


def two() -> str:
    """Install the other one, watch both, break it, see who is told of what, mend it."""
    if not shutil.which("prometheus") or not shutil.which("prometheus-alertmanager"):
        raise Failed("prometheus and prometheus-alertmanager are not installed")
    with (
        _installed(),
        Measuring([*_rendered(RELEASE, NAMESPACE), *_rendered(OTHER, ELSEWHERE, *OWN)]) as both,
    ):
        until(
            lambda: _scraped(both) == {NAMESPACE: 2 * len(SERVICES), ELSEWHERE: len(SERVICES)},
            SCRAPED_S,
            "all pods scraped",
        )
        time.sleep(CALM_S)
        if broken := both.broken_rules():
            raise Failed(f"rules that cannot be computed: {broken}")
        before, already = _names(both.alerts(), NAMESPACE), _names(both.alerts(), ELSEWHERE)
        _let_in(allowed=False)
        try:
            until(lambda: _names(both.alerts(), ELSEWHERE) >= WANTED, FIRES_S, f"{sorted(WANTED)} of the other release")
            time.sleep(CALM_S)
            fired, mixed = _names(both.alerts(), ELSEWHERE), _names(both.alerts(), NAMESPACE) - before
            pages = {one["alertname"] for one in both.notified() if _pages(one)} - already
        finally:
            _let_in(allowed=True)
        if mixed:
            raise Failed(f"{BROKEN} of {ELSEWHERE} broke, and of {NAMESPACE} fired {sorted(mixed)}")
        if pages != {"ReferencementDatabaseUnreachable"}:
            raise Failed(f"one outage, pages of {sorted(pages)}")
        until(lambda: not _names(both.alerts(), ELSEWHERE) & WANTED, OVER_S, "alerts of the other release over")
    return (
        f"{len(SERVICES)} pods of {ELSEWHERE} beside 10 of {NAMESPACE}, a prefix on one Kafka; {BROKEN}'s database shut"
        f" there: {', '.join(sorted(fired))} fire for it, nothing new for {NAMESPACE}; one page; over when it was back"
    )


@contextmanager
def _installed() -> Iterator[None]:
    """The other release while the context is open."""
    run("kubectl", "create", "namespace", ELSEWHERE)
    must("kubectl", "label", "--overwrite", "namespace", ELSEWHERE, ENFORCED)
    for secret in told("get", "secrets")["items"]:
        _copy(secret)
    for name in SERVICES:
        _in_postgres(f"DROP DATABASE IF EXISTS other_{name} WITH (FORCE)")
        _in_postgres(f"CREATE DATABASE other_{name} OWNER {name}")
    try:
        must(
            "helm",
            "install",
            OTHER,
            CHART,
            "--namespace",
            ELSEWHERE,
            "--wait",
            "--timeout",
            "8m",
            *VALUES,
            *_set(*OWN),
            within_s=540,
        )
        yield
    finally:
        run("helm", "uninstall", OTHER, "--namespace", ELSEWHERE, "--wait")
        run("kubectl", "delete", "namespace", ELSEWHERE, "--wait=false")


def _copy(secret: dict[str, Any]) -> None:
    """A secret of the first release under the other one's name."""
    name = secret["metadata"]["name"]
    if name.startswith(NAME) and name.endswith(("-database", "-kafka")):
        meta = {"name": f"{OTHER_NAME}{name.removeprefix(NAME)}", "namespace": ELSEWHERE}
        copy = {"apiVersion": "v1", "kind": "Secret", "metadata": meta, "data": secret["data"]}
        must("kubectl", "apply", "--filename", "-", stdin=json.dumps(copy))


def _rendered(release: str, namespace: str, *own: str) -> list[dict[str, Any]]:
    """The chart's objects for Prometheus."""
    made = must("helm", "template", release, CHART, "--namespace", namespace, *VALUES, *_set(*own, *MONITORED))
    found = [one for one in yaml.safe_load_all(made) if one and one["kind"] in ("PrometheusRule", "PodMonitor")]
    for one in found:
        one["metadata"]["namespace"] = namespace
    return found


def _set(*values: str) -> list[str]:
    return [word for value in values for word in ("--set", value)]


def _scraped(both: Measuring) -> dict[str, int]:
    found = both.query("count by (namespace) (up == 1 and on (instance) referencement_ready)")
    return {one["metric"]["namespace"]: int(one["value"][1]) for one in found}


def _names(alerts: list[Labels], namespace: str) -> set[str]:
    return {one["alertname"] for one in alerts if one["namespace"] == namespace}


def _pages(alert: Labels) -> bool:
    return alert["namespace"] == ELSEWHERE and alert["severity"] == "page"


def _let_in(*, allowed: bool) -> None:
    """Whether the other release's database takes connections."""
    database = f"other_{BROKEN}"
    _in_postgres(f"ALTER DATABASE {database} ALLOW_CONNECTIONS {str(allowed).lower()}")
    if not allowed:
        _in_postgres(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'")


def _in_postgres(command: str) -> None:
    kubectl("exec", "deployment/postgres", "--", "psql", "--quiet", "--username=postgres", f"--command={command}")
