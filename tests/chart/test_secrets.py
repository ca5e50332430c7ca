"""Pods are replaced when a secret changes that the chart makes and that they use; nothing is made twice."""

import base64
from typing import Any

from tests.chart.cluster import upgraded
from tests.chart.rendering import Thing, of_kind, pod_templates, rendered

SUM = "checksum/secrets"


def secret(name: str, **data: str) -> Thing:
    encoded = {key: base64.b64encode(value.encode()).decode() for key, value in data.items()}
    metadata = {"name": name, "namespace": "there"}
    return {"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "type": "Opaque", "data": encoded}


def sums(found: list[Thing]) -> dict[str, str]:
    """Checksums by Deployment."""
    templates = dict(pod_templates(of_kind(found, "Deployment")))
    return {name: one["metadata"].get("annotations", {}).get(SUM, "") for name, one in templates.items()}


def account(service: str, password: str) -> Thing:
    return secret(f"trial-referencement-{service}-database", username=service, password=password)


def test_a_password_that_changed_replaces_the_pods_that_use_it() -> None:
    before, _ = upgraded("operators", {}, made("old"))
    again, _ = upgraded("operators", {}, made("old"))
    after, _ = upgraded("operators", {}, made("new"))
    changed = {name for name, one in sums(after).items() if one != sums(before)[name]}

    assert sums(again) == sums(before)
    assert changed == {"trial-referencement-intake", "trial-referencement-console"}


def made(password: str) -> list[Thing]:
    """All that the chart once made, with a password of intake's."""
    names = ("intake", "evaluation", "decision", "catalogue", "surveillance")
    ends = ("", "-owner", "-reader")
    there = [
        secret(f"trial-referencement-{name}-database{end}", username=name, password="other")
        for name in names
        for end in ends
        if (name, end) != ("intake", "")
    ]
    return [*there, account("intake", password)]


def test_what_is_there_stays_as_it_is() -> None:
    found, _ = upgraded("operators", {}, made("kept"))
    data = {one["metadata"]["name"]: one["data"] for one in of_kind(found, "Secret")}

    assert base64.b64decode(data["trial-referencement-intake-database"]["password"]) == b"kept"


def test_secrets_of_ones_own_make_no_checksum() -> None:
    assert set(sums(rendered("byo")).values()) == {""}


def test_jobs_have_no_checksum_for_they_cannot_be_changed() -> None:
    for name, template in pod_templates(rendered("operators")):
        if not name.startswith(("trial-referencement-migrations", "trial-referencement-intake-journal")):
            continue
        assert SUM not in template["metadata"].get("annotations", {}), name


def test_a_plain_job_that_differs_in_anything_is_another_job() -> None:
    def name(values: dict[str, Any]) -> str:
        [job] = of_kind(rendered("operators", values), "Job")
        return str(job["metadata"]["name"])

    assert name({}) == name({})
    assert name({"jobs": {"nodeSelector": {"pool": "a"}}}) != name({})
    assert name({"jobs": {"backoffLimit": 3}}) != name({})
