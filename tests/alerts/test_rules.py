"""The rules: each is tried by promtool, leads to a page, and asks for nothing that services do not tell."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from deploy.dashboards.files import board_files
from deploy.observing.alert import GRAFANA_URL, Alert, board_uid
from deploy.observing.objectives import OBJECTIVES
from deploy.observing.rules import DEPLOY, INDEX, alerts, index, rule_files
from deploy.observing.runbooks import HEADINGS, Runbook, runbook, runbooks
from shared.runtime import database_measures
from shared.telemetry.exposition import render
from tests.faults.registry import experiments
from tests.yamls import parsed

HERE = Path(__file__).parent
ROOT = DEPLOY.parent
NAMES = sorted({alert.name for alert in alerts()})
TOLD_BY_OTHERS = {"process_cpu_seconds_total", "process_resident_memory_bytes"}
"""By the client library, in every process."""
TOLD_BY_KUBERNETES = {
    "kube_cronjob_created",
    "kube_cronjob_status_active",
    "kube_cronjob_status_last_schedule_time",
    "kube_cronjob_status_last_successful_time",
    "kube_deployment_spec_replicas",
    "kube_deployment_status_replicas_available",
    "kube_job_failed",
    "kube_pod_container_status_restarts_total",
    "kubelet_volume_stats_available_bytes",
    "kubelet_volume_stats_capacity_bytes",
}
"""By kube-state-metrics 2 and by kubelets, as their documentation names them."""
PROMTOOL_TESTS = sorted(file.name for file in HERE.glob("*.yaml"))


def metrics_in(query: str) -> set[str]:
    """Names of the series that a query reads; recorded ones aside."""
    return set(re.findall(r"\b(?:referencement|process|kube|kubelet)_\w+", re.sub(r"referencement:\w+:\w+", "", query)))


def told_by_services() -> set[str]:
    """Names on /metrics, those of histograms and counters as they are asked for."""
    database_measures.COUNTERS.values = dict.fromkeys(database_measures.COUNTERS.families, 1)
    found = re.findall(r"^# TYPE (\w+) (\w+)", render("intake")[0].decode(), re.MULTILINE)
    database_measures.COUNTERS.values = {}
    endings = {"histogram": ("_bucket", "_sum", "_count")}
    return (
        {name + ending for name, kind in found for ending in endings.get(kind, ("",))}
        | TOLD_BY_OTHERS
        | TOLD_BY_KUBERNETES
    )


def test_what_is_committed_is_what_is_generated() -> None:
    found = {file.name: file.read_text("utf-8") for file in (DEPLOY / "alerts").iterdir() if file.is_file()}

    assert found == rule_files(), "write them anew: python -m deploy.observing"


@pytest.mark.parametrize("file", PROMTOOL_TESTS)
def test_promtool_finds_each_alert_firing_and_silent_as_expected(file: str) -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not installed (Debian: prometheus): the rules are not tried here")
    done = subprocess.run([promtool, "test", "rules", file], cwd=HERE, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_each_alert_is_tried_both_firing_and_silent(name: str) -> None:
    tried = [one for file in sorted(HERE.glob("*.yaml")) for one in _expectations(file) if f'"{name}"' in one["expr"]]

    assert any(one["exp_samples"] for one in tried)
    assert any(not one["exp_samples"] for one in tried)


def _expectations(file: Path) -> list[dict[str, Any]]:
    return [one for test in parsed(file.read_text())["tests"] for one in test["promql_expr_test"]]


@pytest.mark.parametrize("alert", alerts(), ids=lambda alert: f"{alert.name}-{alert.severity}")
def test_an_alert_asks_for_what_services_tell(alert: Alert) -> None:
    asked = set().union(*(metrics_in(query) for query in (alert.expr, *alert.shown)))

    assert asked - told_by_services() == set()


def test_promises_ask_for_what_services_tell() -> None:
    assert set().union(*(metrics_in(one.bad) for one in OBJECTIVES)) - told_by_services() == set()


def test_the_table_of_the_runbooks_is_of_today() -> None:
    assert (DEPLOY.parent / "docs" / "runbooks" / "README.md").read_text("utf-8").endswith(INDEX + index())


def test_every_alert_has_a_page_and_every_page_an_alert() -> None:
    assert [page.alert for page in runbooks()] == NAMES


@pytest.mark.parametrize("page", runbooks(), ids=lambda page: page.alert)
def test_a_page_says_all_that_whoever_is_woken_must_know(page: Runbook) -> None:
    assert tuple(page.parts) == HEADINGS
    assert all(page.parts.values())
    assert page.looks("intake")


@pytest.mark.parametrize("page", runbooks(), ids=lambda page: page.alert)
def test_a_page_was_tried_by_tests_and_experiments_that_exist(page: Runbook) -> None:
    tried = page.parts["Tried"]
    there = {one.number for one in experiments()}
    numbers = {
        int(number)
        for part in re.findall(r"experiments? ([^`]*)", tried)
        for number in re.findall(r"\b\d{1,2}\b", part)
    }
    files = re.findall(r"`(tests/[\w/]+\.\w+)`", tried)

    assert numbers <= there
    assert files
    assert [file for file in files if not (ROOT / file).is_file()] == []


@pytest.mark.parametrize("page", runbooks(), ids=lambda page: page.alert)
def test_the_links_of_a_page_lead_somewhere(page: Runbook) -> None:
    linked = re.findall(r"\]\(([\w./-]+)\)", page.text)

    assert [link for link in linked if not (DEPLOY.parent / "docs" / "runbooks" / link).is_file()] == []


def test_one_click_leads_from_an_alert_to_its_page_its_board_and_its_command() -> None:
    rule = next(alert for alert in alerts() if alert.name == "ReferencementOutboxStuck").rule()

    board = "referencement-outbox-stuck"
    assert rule["annotations"] == {
        "summary": "{{ $labels.service }}: events wait in the outbox although brokers answer",
        "runbook_url": "https://runbooks.example/ReferencementOutboxStuck.md",
        "dashboard_url": f"{GRAFANA_URL}/d/{board}?var-namespace={{{{ $labels.namespace }}}}"
        "{{ with $labels.release }}&var-release={{ . }}{{ end }}&var-service={{ $labels.service }}&from=now-3h",
        "command": "referencement explain ReferencementOutboxStuck --service {{ $labels.service }}",
    }
    assert f"{board}.json" in board_files()
    assert runbook("ReferencementOutboxStuck").looks("intake")[0] == "referencement relay status --service intake"


def test_an_alert_of_the_whole_line_opens_its_board_for_all_services() -> None:
    rule: Any = next(alert for alert in alerts() if alert.name == "ReferencementPartitionsChanged").rule()

    chosen = '{{ if eq $labels.service "all" }}$__all{{ else }}{{ $labels.service }}{{ end }}'
    assert f"&var-service={chosen}&" in rule["annotations"]["dashboard_url"]


@pytest.mark.parametrize("page", runbooks(), ids=lambda page: page.alert)
def test_a_line_for_kubectl_can_be_pasted_as_it_is(page: Runbook) -> None:
    lines = re.findall(r"kubectl [^`\n]+", page.text)

    assert [line for line in lines if "--namespace NAMESPACE" not in line and "--all-namespaces" not in line] == []


def test_a_page_is_told_with_names_of_the_release_where_they_are_known() -> None:
    page = runbook("ReferencementReplicasShort")

    line = "kubectl get pods --namespace there --selector app.kubernetes.io/instance=trial --output wide"
    assert line in page.told("intake", "there", "trial")
    assert "--namespace NAMESPACE --selector app.kubernetes.io/instance=RELEASE" in page.told("intake")


@pytest.mark.parametrize(
    ("release", "name"), [("trial", "trial-referencement"), ("referencement", "referencement"), ("", "NAME")]
)
def test_a_page_knows_how_the_names_of_a_release_s_objects_begin(release: str, name: str) -> None:
    assert f"--from=cronjob/{name}-intake-journal" in runbook("ReferencementRootUnanchored").told(
        "all", "there", release
    )


def test_no_two_alerts_share_a_board() -> None:
    assert len({board_uid(name) for name in NAMES}) == len(NAMES)
