"""The nightly verification of journals: what it runs, knows, reaches, and where roots are kept."""

from typing import Any

import pytest

from deploy.console.journal.anchor_stores import AnchorSettings
from shared.contracts.topics import SERVICES
from tests.chart.rendering import container, containers, of_kind, pods, rendered, templates, things, variables


def test_each_journal_is_verified_daily_by_a_job_that_knows_its_database_alone() -> None:
    found = {one["metadata"]["name"]: one["spec"] for one in of_kind(things("byo"), "CronJob")}
    jobs = {name: spec for name, spec in found.items() if name.endswith("-journal")}
    spec = jobs["trial-referencement-intake-journal"]
    [one] = spec["jobTemplate"]["spec"]["template"]["spec"]["containers"]

    assert len(jobs) == 5
    assert (spec["schedule"], spec["timeZone"]) == ("17 3 * * *", "Europe/Paris")
    assert one["args"] == ["referencement", "journal", "verify", "--service", "intake", "--by", "verification of trial"]
    assert set(variables(one)) == {"INTAKE_READER_DATABASE_URL", "PGUSER", "PGPASSWORD"}


def test_a_job_that_verifies_reaches_names_and_its_database_only() -> None:
    [policy] = [one["spec"] for one in of_kind(things("byo"), "NetworkPolicy")
                if one["metadata"]["name"].endswith("-journal")]  # fmt: skip

    assert policy["podSelector"]["matchExpressions"] == [
        {"key": "app.kubernetes.io/component", "operator": "In", "values": ["journal"]}
    ]
    assert [[port["port"] for port in rule["ports"]] for rule in policy["egress"]] == [[53, 53, 5353, 5353], [5432]]


def test_what_a_job_has_verified_is_kept_where_the_values_say() -> None:
    one = container("production", "trial-referencement-intake-journal/intake")
    given = variables(one)

    assert one["args"][-1] == "--anchor"
    assert given["ANCHOR_BUCKET"] == "roots/referencement"
    assert given["ANCHOR_ENDPOINT"] == "https://archive.example.org:9443"
    assert given["ANCHOR_REGION"] == "fr-1"
    assert given["ANCHOR_KEY_ID"] == ("roots-bucket", "key-id")
    assert given["ANCHOR_SECRET"] == ("roots-bucket", "secret")
    assert given["ANCHOR_DATABASE_URL"] == ("roots-database", "uri")
    assert "/etc/referencement/anchors-ca" in {mount["mountPath"] for mount in one["volumeMounts"]}


def test_jobs_and_they_alone_are_given_what_opens_the_places_of_roots() -> None:
    settings = {field.upper() for field in AnchorSettings.model_fields}
    given = {path: settings & set(variables(one)) for path, one in containers(things("production"))}

    assert {path: found for path, found in given.items() if found} == {
        f"trial-referencement-{name}-journal/{name}": settings for name in SERVICES
    }


@pytest.mark.parametrize(
    ("anchors", "variable"),
    [({"bucket": {"name": "roots"}}, "ANCHOR_BUCKET"), ({"database": {"existingSecret": "r"}}, "ANCHOR_DATABASE_URL")],
)
def test_one_place_is_enough(anchors: dict[str, Any], variable: str) -> None:
    one = container("byo", "trial-referencement-intake-journal/intake", {"journal": {"anchors": anchors}})

    assert one["args"][-1] == "--anchor"
    assert {name for name in variables(one) if name.startswith("ANCHOR")} == {variable}


def test_without_keys_the_bucket_of_roots_is_opened_by_an_account_of_the_jobs() -> None:
    bucket = {"name": "roots", "accountAnnotations": {"example.org/role": "roots"}}
    found = rendered("byo", {"journal": {"anchors": {"bucket": bucket}}})
    [account] = [one for one in of_kind(found, "ServiceAccount") if one["metadata"]["name"].endswith("-journal")]
    under_it = {name for name, pod in pods(found) if pod["serviceAccountName"] == account["metadata"]["name"]}

    assert account["metadata"]["annotations"] == {"example.org/role": "roots"}
    assert under_it == {f"trial-referencement-{name}-journal" for name in SERVICES}


def test_the_notes_say_when_roots_are_kept_nowhere_else() -> None:
    notes = "referencement/templates/NOTES.txt"

    assert "(journal.anchors)" in templates("byo")[notes]
    assert "(journal.anchors)" not in templates("production")[notes]
