"""The pod in which operators type: databases under every account, all topics to read, alerts that lead there."""

from typing import Any

from shared.contracts.topics import SERVICES
from tests.chart.rendering import container, of_kind, pods, rendered, rules, templates, things, variables, ways_out

HERE = "trial-referencement-console/console"
NOTES = "referencement/templates/NOTES.txt"


def test_it_knows_all_five_databases_under_each_of_their_accounts() -> None:
    given = variables(container("operators", HERE))
    accounts = {name: value for name, value in given.items() if name.endswith("_USER")}

    assert accounts == {
        f"{name.upper()}_{account.upper()}DATABASE_USER": (f"trial-referencement-{name}-database{end}", "username")
        for name in SERVICES
        for account, end in (("", ""), ("reader_", "-reader"), ("owner_", "-owner"))
    }


def test_the_accounts_that_own_can_be_kept_from_it() -> None:
    given = variables(container("operators", HERE, {"console": {"owner": False}}))

    assert [name for name in given if "OWNER" in name] == []


def test_it_runs_nothing_by_itself_and_starts_before_its_kafka_account_is_there() -> None:
    one = container("byo", HERE)
    secret = next(variable for variable in one["env"] if variable["name"] == "KAFKA_PASSWORD")["valueFrom"][
        "secretKeyRef"
    ]

    assert one["args"] == ["sleep", "infinity"]
    assert secret == {"name": "kafka-reader", "key": "password", "optional": True}


def test_a_client_certificate_may_come_later_too() -> None:
    pod = dict(pods(things("production")))["trial-referencement-console"]
    [user] = [one for one in pod["volumes"] if one["name"] == "kafka-user"]

    assert user["secret"] == {"secretName": "trial-referencement-reader-kafka", "optional": True}


def test_it_has_the_programme_and_the_public_keys() -> None:
    given = variables(container("production", HERE, {"programme": {"configMap": "ours"}}))

    assert given["PROGRAMME_FILE"] == "/etc/referencement/programme/programme.yaml"
    assert given["SIGNING_KEYS_FILE"] == "/etc/referencement/signing-ring/ring.json"
    assert "SIGNING_KEY_FILE" not in given


def test_it_reaches_servers_and_intake_and_nobody_reaches_it() -> None:
    [callers] = [one["spec"] for one in of_kind(things("byo"), "NetworkPolicy")
                 if one["metadata"]["name"] == "trial-referencement-callers"]  # fmt: skip

    assert ways_out(things("byo"))["console"] == [53, 5353, 5432, 9093, "http"]
    assert callers["ingress"][0]["from"][0]["podSelector"]["matchExpressions"] == [
        {"key": "app.kubernetes.io/component", "operator": "In", "values": ["test", "console"]}
    ]
    assert "ports" not in container("byo", HERE)


def test_one_paste_leads_from_an_alert_to_its_page() -> None:
    def command(values: dict[str, Any]) -> str:
        found = rules(rendered("production", values))["ReferencementOutboxStuck"]
        return str(found["annotations"]["command"])

    plain = "referencement explain ReferencementOutboxStuck --service {{ $labels.service }}"
    exec_ = "kubectl exec --namespace there deployment/trial-referencement-console --"
    assert command({}) == f"{exec_} {plain} --namespace there --release trial"
    assert command({"console": {"enabled": False}}) == plain


def test_the_notes_give_the_line_that_makes_every_command_of_a_runbook_run_there() -> None:
    line = "kubectl exec --stdin --namespace there deployment/trial-referencement-console -- referencement"
    asleep = "kubectl scale --namespace there deployment/trial-referencement-console --replicas 1"

    assert line in templates("byo")[NOTES]
    assert asleep not in templates("byo")[NOTES]
    assert asleep in templates("byo", {"console": {"replicas": 0}})[NOTES]
    assert line not in templates("byo", {"console": {"enabled": False}})[NOTES]
