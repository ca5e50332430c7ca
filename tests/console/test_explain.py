"""`referencement explain` and `alerts`: from the alert's name to what to do."""

from pathlib import Path

from tests.console.conftest import Console
from tests.yamls import parsed


async def test_it_tells_the_page_and_looks_at_the_service_named(console: Console) -> None:
    said = await console("explain", "ReferencementOutboxStuck", "--service", "catalogue", "--no-run")

    assert said.exit_code == 0
    assert said.output.startswith("# Events wait in the outbox although brokers answer\n")
    assert "referencement relay status --service catalogue" in said.output


async def test_it_runs_what_changes_nothing(console: Console) -> None:
    said = await console("explain", "ReferencementParkedUnseen", "--service", "catalogue")

    asked = "$ referencement parked list --service catalogue\nNothing is parked.\n(exit code 0)\n"
    assert asked in said.output


async def test_an_alert_of_the_whole_line_looks_at_all_services(console: Console) -> None:
    said = await console("explain", "ReferencementParkedUnseen", "--service", "all")

    assert "$ referencement parked list\nNothing is parked.\n(exit code 0)\n" in said.output


async def test_without_a_name_it_lists_them(console: Console) -> None:
    lines = (await console("explain")).output.splitlines()

    assert "ReferencementJournalBroken" in [line.split()[0] for line in lines]


async def test_a_name_that_nobody_gave(console: Console) -> None:
    said = await console("explain", "Nonsense")

    assert (said.exit_code, said.output) == (2, "No alert is called Nonsense; `referencement explain` lists them.\n")


async def test_rules_are_written_with_the_places_of_an_installation(console: Console, tmp_path: Path) -> None:
    places = ("--runbooks", "https://wiki.example.org/r", "--grafana", "https://g.example.org")
    await console("alerts", str(tmp_path), *places)

    rules = parsed((tmp_path / "causes.yaml").read_text())["groups"][0]["rules"]
    assert rules[0]["annotations"]["runbook_url"] == "https://wiki.example.org/r/ReferencementServiceDown.md"
    assert rules[0]["annotations"]["dashboard_url"].startswith("https://g.example.org/d/referencement-service-down?")
    alertmanager = parsed((tmp_path / "alertmanager" / "alertmanager.yaml").read_text())
    assert alertmanager["route"]["group_by"] == ["namespace", "release", "alertname"]


async def test_rules_can_be_for_one_namespace_of_several(console: Console, tmp_path: Path) -> None:
    places = ("--runbooks", "https://wiki.example.org/r", "--grafana", "https://g.example.org")
    await console("alerts", str(tmp_path), *places, "--namespace", "production")

    rules = parsed((tmp_path / "causes.yaml").read_text())["groups"][0]["rules"]
    assert 'max by (namespace, release, service) (referencement_ready{namespace="production"}) == 0' in rules[0]["expr"]


async def test_lines_for_kubectl_are_told_with_the_names_of_a_release(console: Console) -> None:
    names = ("--namespace", "there", "--release", "trial")
    said = await console("explain", "ReferencementReplicasShort", "--service", "intake", *names, "--no-run")

    assert "kubectl get pods --namespace there --selector app.kubernetes.io/instance=trial --output wide" in said.output
