"""One outage, one page: what Alertmanager is left with of everything that fires."""

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.local.ports import LOOPBACK, free_port
from deploy.local.process import Process
from deploy.observing.alert import PAGE
from deploy.observing.inhibition import GROUPED_BY, rules
from deploy.observing.rules import ALERTMANAGER, DEPLOY, alertmanager_file, alerts
from tests.waiting import soon
from tests.yamls import parsed

HERE = Path(__file__).parent
Labels = Mapping[str, str]
SECONDS = {"m": 60, "s": 1}
ALERTMANAGERS = ("prometheus-alertmanager", "alertmanager")
"""As Debian calls it, and everybody else."""


def in_outages() -> dict[str, list[Labels]]:
    """What fires in each outage, minute by minute, as promtool has it in outages.yaml."""
    tests = parsed((HERE / "outages.yaml").read_text())["tests"]
    return {
        f"{test['name']}, after {one['eval_time']}": [_labels(sample["labels"]) for sample in one["exp_samples"]]
        for test in tests
        for one in test["promql_expr_test"]
    }


def _labels(sample: str) -> Labels:
    return dict(re.findall(r'(\w+)="([^"]*)"', sample))


OUTAGES = in_outages()


def held_back(alert: Labels, firing: Sequence[Labels]) -> bool:
    """Whether the rules hold an alert back while others fire, as Alertmanager decides it."""
    return any(
        matches(rule["targetMatch"], alert)
        and any(
            matches(rule["sourceMatch"], other)
            and not matches(rule["targetMatch"], other)
            and all(alert.get(name, "") == other.get(name, "") for name in rule["equal"])
            for other in firing
        )
        for rule in rules()
    )


def matches(matchers: Sequence[Labels], labels: Labels) -> bool:
    return all(
        bool(re.fullmatch(one["value"], labels.get(one["name"], "")))
        if one["matchType"] == "=~"
        else labels.get(one["name"], "") == one["value"]
        for one in matchers
    )


def notifications(firing: Sequence[Labels]) -> list[tuple[str, ...]]:
    """One for each group of alerts that nothing holds back."""
    left = [one for one in firing if not held_back(one, firing)]
    return sorted({tuple(one.get(name, "") for name in GROUPED_BY) for one in left})


@pytest.mark.parametrize("moment", OUTAGES)
def test_an_outage_is_one_page_at_any_time(moment: str) -> None:
    assert len(notifications(OUTAGES[moment])) <= 1


def test_that_page_names_the_cause() -> None:
    found = {moment: [page[-1] for page in notifications(firing)] for moment, firing in OUTAGES.items()}

    assert {moment: names for moment, names in found.items() if moment.endswith("after 28m")} == {
        "PostgreSQL of all five services is away for twenty minutes, after 28m": ["ReferencementDatabaseUnreachable"],
        "Kafka is away for twenty minutes, after 28m": ["ReferencementKafkaUnreachable"],
        "no process of any service is there for twenty minutes, after 28m": ["ReferencementServiceDown"],
        "a topic has another number of partitions for twenty minutes, after 28m": ["ReferencementPartitionsChanged"],
    }
    assert {moment: names for moment, names in found.items() if moment.endswith(("after 9m", "after 50m"))} == {
        moment: [] for moment in found if moment.endswith(("after 9m", "after 50m"))
    }


def firing(name: str, service: str, severity: str = PAGE, **labels: str) -> Labels:
    return {"alertname": name, "service": service, "severity": severity, "namespace": "n", "release": "r"} | labels


def test_the_cause_of_another_service_or_line_holds_nothing_back() -> None:
    site = firing("ReferencementSiteUnavailable", "catalogue")

    assert held_back(site, [firing("ReferencementDatabaseUnreachable", "catalogue")])
    assert not held_back(site, [firing("ReferencementDatabaseUnreachable", "intake")])
    assert not held_back(site, [firing("ReferencementDatabaseUnreachable", "catalogue", namespace="staging")])
    assert not held_back(site, [firing("ReferencementDatabaseUnreachable", "catalogue", release="other")])
    assert held_back(site, [firing("ReferencementServiceDown", "all")])
    assert not held_back(site, [firing("ReferencementServiceDown", "all", release="other")])


def test_without_labels_of_kubernetes_causes_hold_back_too() -> None:
    site = {"alertname": "ReferencementSiteUnavailable", "service": "catalogue", "severity": PAGE}

    assert held_back(site, [site | {"alertname": "ReferencementDatabaseUnreachable"}])


def test_who_is_woken_gets_no_ticket_for_the_same_but_one_for_another_certificate() -> None:
    page = firing("ReferencementCertificateExpires", "intake", of="broker", side="server")

    assert held_back({**page, "severity": "ticket"}, [page])
    assert not held_back({**page, "severity": "ticket", "of": "database"}, [page])


def test_no_ticket_holds_back_a_page_and_no_cause_is_its_own_effect() -> None:
    woken = {alert.name for alert in alerts() if alert.severity == PAGE}
    edges = {(cause, alert.name) for alert in alerts() for cause in alert.caused_by}

    assert {cause for cause, _ in edges} <= {alert.name for alert in alerts()}
    assert [edge for edge in edges if edge[1] in woken and edge[0] not in woken] == []
    assert [edge for edge in edges if edge[::-1] in edges or edge[0] == edge[1]] == []


def test_a_cause_fires_on_for_longer_than_what_it_brings_about() -> None:
    kept = {alert.name: _seconds(alert.kept or "0m") for alert in alerts() if alert.severity == PAGE}
    edges = [(cause, alert.name) for alert in alerts() if alert.severity == PAGE for cause in alert.caused_by]

    assert [edge for edge in edges if kept[edge[0]] <= kept[edge[1]]] == []


def _seconds(text: str) -> int:
    return int(text[:-1]) * SECONDS[text[-1]]


def test_the_file_for_alertmanager_is_of_today() -> None:
    assert (DEPLOY / "alerts" / ALERTMANAGER).read_text("utf-8") == alertmanager_file(), "python -m deploy.observing"


def test_an_alertmanager_decides_the_same(tmp_path: Path) -> None:
    executable = next(filter(None, map(shutil.which, ALERTMANAGERS)), None)
    if executable is None:
        pytest.skip("Alertmanager is not installed (Debian: prometheus-alertmanager): its file is not tried here")
    everything = [{**labels, "moment": moment} for moment, found in OUTAGES.items() for labels in found]
    # one Alertmanager for all moments: each is a line of its own
    posted = [{**one, "namespace": one["moment"]} for one in everything]
    port = free_port()
    (tmp_path / "alertmanager.yaml").write_text(alertmanager_file())
    process = Process("alertmanager", tmp_path / "alertmanager.pid", tmp_path / "alertmanager.log")
    process.start([
        executable, f"--config.file={tmp_path / 'alertmanager.yaml'}", f"--storage.path={tmp_path / 'data'}",
        f"--web.listen-address={LOOPBACK}:{port}", "--cluster.listen-address=",
    ])  # fmt: skip
    try:
        with httpx.Client(base_url=f"http://{LOOPBACK}:{port}/api/v2", timeout=60, trust_env=False) as client:
            soon(lambda: _answers(client))
            client.post("/alerts", json=[{"labels": one} for one in posted]).raise_for_status()
            wanted = {
                _key(one) for one in posted if not held_back(one, [o for o in posted if o["moment"] == one["moment"]])
            }
            soon(lambda: _active(client, posted) == wanted)
    finally:
        process.stop()


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/status").is_success
    except httpx.TransportError:
        return False


def _active(client: httpx.Client, posted: Sequence[Labels]) -> set[str]:
    """Those that nothing holds back, once all have arrived; nothing before."""
    if len(client.get("/alerts").json()) < len(posted):
        return set()
    found: list[Any] = client.get("/alerts", params={"inhibited": "false"}).json()
    return {_key(one["labels"]) for one in found}


def _key(labels: Labels) -> str:
    return json.dumps(dict(labels), sort_keys=True)
