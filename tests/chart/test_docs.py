"""The documentation's pod: off until asked for, with pages and nothing else."""

from collections.abc import Mapping
from typing import Any

from tests.chart.rendering import container, of_kind, pods, rendered, things, ways_out

HERE = "trial-referencement-docs/docs"
ON = {"docs": {"enabled": True}}


def names(kind: str, values: Mapping[str, Any]) -> list[str]:
    return [one["metadata"]["name"] for one in of_kind(rendered("byo", values), kind)]


def test_there_is_none_until_asked_for() -> None:
    assert [
        one for kind in ("Deployment", "Service", "NetworkPolicy") for one in names(kind, {}) if "docs" in one
    ] == []
    assert [one for kind in ("Deployment", "Service", "NetworkPolicy") for one in names(kind, ON) if "docs" in one] == [
        "trial-referencement-docs"
    ] * 3


def test_its_image_is_that_of_the_chart_s_version_or_the_one_named() -> None:
    version = rendered("byo")[0]["metadata"]["labels"]["app.kubernetes.io/version"]
    other = {"docs": {"enabled": True, "image": {"repository": "r.example/docs", "digest": "sha256:" + "0" * 64}}}

    assert container("byo", HERE, ON)["image"] == f"referencement-docs:{version}"
    assert container("byo", HERE, other)["image"] == "r.example/docs@sha256:" + "0" * 64


def test_it_is_as_restricted_as_all_pods_and_knows_no_secret() -> None:
    one = container("byo", HERE, ON)
    pod = dict(pods(rendered("byo", ON)))["trial-referencement-docs"]

    assert one["securityContext"]["readOnlyRootFilesystem"] is True
    assert one["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["automountServiceAccountToken"] is False
    assert "env" not in one
    assert [volume["name"] for volume in pod["volumes"]] == ["tmp"]


def test_it_has_no_way_out_and_lets_in_whoever_may_call_the_services() -> None:
    [policy] = [one["spec"] for one in of_kind(rendered("byo", ON), "NetworkPolicy")
                if one["metadata"]["name"] == "trial-referencement-docs"]  # fmt: skip

    assert ways_out(rendered("byo", ON))["docs"] == []
    assert policy["ingress"][0]["ports"] == [{"port": "pages", "protocol": "TCP"}]
    assert policy["podSelector"]["matchLabels"]["app.kubernetes.io/component"] == "docs"


def test_the_services_policy_does_not_count_it_as_one_of_them() -> None:
    [services] = [one["spec"] for one in of_kind(things("byo"), "NetworkPolicy")
                  if one["metadata"]["name"] == "trial-referencement-services"]  # fmt: skip

    assert "docs" in services["podSelector"]["matchExpressions"][0]["values"]
