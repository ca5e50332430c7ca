"""The nightly comparison of databases with topics: what it runs, knows and reaches, and the rule that misses it."""

from typing import Any

import pytest
import yaml

from deploy.observing.rules import Scope, rule_files
from shared.contracts.topics import SERVICES
from shared.delivery.recovery.comparison import READ
from tests.chart.rendering import (
    Thing,
    container,
    of_kind,
    rendered,
    rules,
    templates,
    things,
    variables,
    ways_out,
)

RUNS = "trial-referencement-reconcile/reconcile"


def cron_job(values: dict[str, Any] | None = None) -> Thing:
    found = rendered("byo", values) if values else things("byo")
    [one] = [one for one in of_kind(found, "CronJob") if one["metadata"]["name"] == "trial-referencement-reconcile"]
    spec: Thing = one["spec"]
    return spec


def test_databases_are_compared_with_topics_each_night_and_failed_jobs_are_kept() -> None:
    spec = cron_job()

    assert container("byo", RUNS)["args"] == ["referencement", "reconcile", "--by", "comparison of trial"]
    assert (spec["schedule"], spec["timeZone"], spec["suspend"]) == ("43 4 * * *", "Europe/Paris", False)
    assert (spec["successfulJobsHistoryLimit"], spec["failedJobsHistoryLimit"]) == (1, 3)
    assert spec["jobTemplate"]["spec"]["backoffLimit"] == 1


def test_it_reads_under_accounts_that_read_and_escapes_nothing() -> None:
    given = variables(container("operators", RUNS))

    for name in SERVICES:
        secret = f"trial-referencement-{name}-database-reader"
        assert given[f"{name.upper()}_READER_DATABASE_URL"].startswith("postgresql://trial-referencement-postgres-rw:")
        assert given[f"{name.upper()}_READER_DATABASE_USER"] == (secret, "username")
        assert given[f"{name.upper()}_READER_DATABASE_PASSWORD"] == (secret, "password")
    assert [one for one in given if one.startswith("PG") or "OWNER" in one or one == "INTAKE_DATABASE_URL"] == []


def test_a_whole_address_of_a_reader_can_come_from_a_secret() -> None:
    reader = {"existingSecret": "pg-reader", "uriKey": "uri"}
    given = variables(container("byo", RUNS, {"services": {"intake": {"database": {"reader": reader}}}}))

    assert given["INTAKE_READER_DATABASE_URL"] == ("pg-reader", "uri")
    assert "INTAKE_READER_DATABASE_USER" not in given


def test_it_has_an_account_of_its_own_at_the_brokers() -> None:
    scram = variables(container("byo", RUNS, {"kafka": {"reader": {"existingSecret": "auditor"}}}))
    tls = container("production", RUNS)

    assert (scram["KAFKA_USERNAME"], scram["KAFKA_PASSWORD"]) == (("auditor", "username"), ("auditor", "password"))
    assert "/etc/referencement/kafka-user" in {mount["mountPath"] for mount in tls["volumeMounts"]}
    assert variables(container("byo", RUNS))["KAFKA_PASSWORD"] == ("kafka-reader", "password")


def test_strimzi_lets_it_read_all_topics_and_see_the_groups_and_write_nothing() -> None:
    [user] = [
        one for one in of_kind(things("operators"), "KafkaUser") if one["metadata"]["name"].endswith("-reader-kafka")
    ]
    rights = user["spec"]["authorization"]["acls"]
    topics = {one["resource"]["name"] for one in rights if one["resource"]["type"] == "topic"}
    groups = {one["resource"]["name"] for one in rights if one["resource"]["type"] == "group"}

    assert set(READ) <= topics
    assert groups == {f"referencement-{name}" for name in SERVICES}
    assert {right for one in rights for right in one["operations"]} == {"Read", "Describe", "DescribeConfigs"}


def test_signatures_are_checked_by_public_keys_alone() -> None:
    signed, demonstration = container("production", RUNS), container("laptop", RUNS)

    assert variables(signed)["SIGNING_KEYS_FILE"] == "/etc/referencement/signing-ring/ring.json"
    assert variables(demonstration)["SIGNING_KEYS_FILE"] == "/var/lib/referencement/signing/ring.json"
    assert "SIGNING_KEY_FILE" not in variables(signed) | variables(demonstration)
    assert "signing-key" not in {mount["name"] for mount in signed["volumeMounts"]}


def test_it_reaches_names_databases_and_brokers_only() -> None:
    assert ways_out(things("byo"))["reconcile"] == [53, 5353, 5432, 9093]


def test_the_rule_that_misses_it_is_there_only_where_it_runs() -> None:
    def missed(values: dict[str, Any]) -> bool:
        found = rules(rendered("production", {"reconcile": values}))
        assert "ReferencementGapsFound" in found
        return "ReferencementUnreconciled" in found

    assert missed({})
    assert not missed({"enabled": False})
    assert not missed({"suspend": True})


def test_rules_are_otherwise_those_of_the_project() -> None:
    file = yaml.safe_load(rule_files(Scope("there", "trial", "trial-referencement-"))["causes.yaml"])
    wanted = {rule["alert"]: (rule["expr"], rule["for"]) for rule in file["groups"][0]["rules"]}
    found = {name: (rule["expr"], rule["for"]) for name, rule in rules(things("production")).items()}

    assert found | wanted == found


@pytest.mark.parametrize("example", ["laptop", "byo"])
def test_the_notes_tell_how_to_compare_now_and_what_account_it_needs(example: str) -> None:
    notes = templates(example)["referencement/templates/NOTES.txt"]

    assert "--from=cronjob/trial-referencement-reconcile trial-referencement-reconcile-now" in notes
    assert ("Its account at the brokers (kafka.reader) is in the secret kafka-reader" in notes) == (example == "byo")


def test_nothing_of_it_is_left_where_it_is_off() -> None:
    found = rendered("byo", {"reconcile": {"enabled": False}})

    assert [one["metadata"]["name"] for one in found if one["metadata"]["name"].endswith("-reconcile")] == []
