"""Clusters that differ from the one at hand: other ports, IPv6, OpenShift, tags that are no labels."""

import re
from typing import Any

import pytest

from tests.chart.rendering import Thing, containers, helm, of_kind, pods, rendered, templates

LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?")


def ways_out(values: dict[str, Any], who: str, example: str = "byo") -> list[list[int]]:
    """The TCP ports of each rule of a policy, in order."""
    [policy] = [
        one for one in of_kind(rendered(example, values), "NetworkPolicy")
        if one["metadata"]["name"] == f"trial-referencement-{who}"
    ]  # fmt: skip
    return [[port["port"] for port in rule["ports"] if port["protocol"] == "TCP"] for rule in policy["spec"]["egress"]]


def variable(found: list[Thing], name: str) -> str:
    _, container = next((n, c) for n, c in containers(found) if c["name"] == "intake" and c.get("env"))
    return str(next(one["value"] for one in container["env"] if one["name"] == name))


def test_ways_out_follow_the_addresses() -> None:
    values = {
        "postgres": {"external": {"host": "a,b:6432,[fd00::1],[fd00::2]:7432", "port": 5433}},
        "kafka": {"bootstrapServers": "k1:19092,[fd00::9]:29092"},
        "identity": {"jwks": "https://login.example.fr:8443/jwks"},
        "telemetry": {"otlpEndpoint": "http://collector:14318"},
        "networkPolicy": {"kafka": {"ports": [9095]}},
    }

    assert ways_out(values, "services") == [
        [53, 5353], [5433, 6432, 7432], [19092, 29092, 9095], [8443], [14318]
    ]  # fmt: skip


def test_an_address_without_a_port_means_that_of_its_scheme() -> None:
    values = {"identity": {"jwks": "https://login.example.fr/jwks"}, "telemetry": {"otlpEndpoint": "http://[fd00::7]"}}

    assert ways_out(values, "services")[-2:] == [[443], [80]]


def test_bucket_and_scanner_are_reached_where_they_are() -> None:
    documents = {"store": "bucket", "bucket": {"name": "pieces", "endpoint": "https://s3:9000"}, "clamd": "scan:13310"}

    assert ways_out({"documents": documents}, "documents") == [[9000], [13310]]


def test_roots_are_brought_to_where_they_are_kept() -> None:
    bucket, database = {"name": "roots", "endpoint": "https://s3:9000"}, {"existingSecret": "roots", "port": 6432}

    assert ways_out({}, "journal") == [[53, 5353], [5432]]
    assert ways_out({"journal": {"anchors": {"bucket": bucket}}}, "journal")[2:] == [[9000]]
    assert ways_out({"journal": {"anchors": {"database": database}}}, "journal")[2:] == [[6432]]
    assert ways_out({}, "journal", "production")[2:] == [[9443, 5433]]


def test_each_host_of_a_database_has_its_port() -> None:
    found = rendered("byo", {"postgres": {"external": {"host": "a,b:6432,[fd00::1]", "port": 5433}}})

    assert variable(found, "DATABASE_URL").startswith("postgresql://a:5433,b:6432,[fd00::1]:5433/intake?")


@pytest.mark.parametrize(
    "values",
    [
        {"kafka": {"bootstrapServers": "fd00::1:9092"}},
        {"postgres": {"external": {"host": "fd00::1"}}},
        {"kafka": {"bootstrapServers": "[fd00::1]"}},
    ],
)
def test_an_ipv6_address_without_brackets_or_port_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(helm.HelmError, match="does not match pattern"):
        templates("byo", values)


def test_services_ask_for_both_families_where_wanted() -> None:
    found = of_kind(rendered("byo", {"ipFamilyPolicy": "PreferDualStack"}), "Service")

    assert {one["spec"]["ipFamilyPolicy"] for one in found} == {"PreferDualStack"}


def test_the_platform_may_choose_the_ids_of_pods() -> None:
    found = rendered("byo", {"podSecurity": {"runAsUser": None, "runAsGroup": None, "fsGroup": None}})

    for name, pod in pods(found):
        assert set(pod["securityContext"]) == {"runAsNonRoot", "fsGroupChangePolicy", "seccompProfile"}, name


@pytest.mark.parametrize(
    "tag",
    ["v" + "1" * 127, "feature_-._", "_leading", "a" * 62 + "_b", "1.2.3-rc.1_20261130", "...", "x" * 66],
)
def test_any_tag_of_an_image_makes_a_label(tag: str) -> None:
    for one in rendered("byo", {"image": {"tag": tag}}):
        for name, value in one["metadata"].get("labels", {}).items():
            assert value == "" or LABEL.fullmatch(value), (name, value)


def test_there_is_room_for_many_documents_on_their_way_in() -> None:
    def room(values: dict[str, Any]) -> str:
        [pod] = [pod for name, pod in pods(rendered("byo", values)) if pod["containers"][0]["name"] == "intake"
                 and "lifecycle" in pod["containers"][0]]  # fmt: skip
        return str(next(one for one in pod["volumes"] if one["name"] == "tmp")["emptyDir"]["sizeLimit"])

    assert room({}) == "610Mi"
    assert room({"documents": {"maxBytes": 100_000_000}}) == "3051Mi"
