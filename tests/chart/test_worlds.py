"""Clusters that differ from the one at hand: other ports, IPv6, OpenShift, odd tags, an umbrella chart."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.chart.rendering import (
    CHART,
    EVERYTHING,
    Thing,
    containers,
    example,
    helm,
    objects_of,
    of_kind,
    pods,
    rendered,
    templates,
    things,
)

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
    [
        "1.2.3_abc1234",
        "v" + "1" * 127,
        "feature_-._",
        "_leading",
        "a" * 62 + "_b",
        "1.2.3-rc.1_20261130",
        "...",
        "x" * 66,
    ],
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


def umbrella(folder: Path, values: dict[str, Any]) -> list[Thing]:
    """The objects of a chart of somebody else that has this one as a dependency, with a condition."""
    (folder / "charts").mkdir(parents=True)
    shutil.copytree(CHART, folder / "charts" / "referencement")
    dependency = {
        "name": "referencement",
        "version": ">=0.0.0-0",
        "repository": "",
        "condition": "referencement.enabled",
    }
    chart = {"apiVersion": "v2", "name": "platform", "version": "7.0.0", "dependencies": [dependency]}
    (folder / "Chart.yaml").write_text(yaml.safe_dump(chart))
    with helm.Chart.load(str(folder)) as loaded:
        texts: dict[str, str] = loaded.render(values, name="trial", namespace="there")
    return objects_of(texts)


def test_it_can_be_a_part_of_another_chart(tmp_path: Path) -> None:
    shared = {"imageRegistry": "mirror.example.org:5000", "imagePullSecrets": ["everybody"], "anything": {"else": 1}}
    found = umbrella(tmp_path / "on", {"global": shared, "referencement": {"enabled": True, **example("byo")}})

    assert len(found) == len(things("byo"))
    for name, one in containers(found):
        assert one["image"] == f"mirror.example.org:5000/referencement:{example('byo')['image']['tag']}", name
    for name, pod in pods(found):
        assert pod["imagePullSecrets"] == [{"name": "registry"}, {"name": "everybody"}], name


def test_the_other_chart_may_leave_it_out(tmp_path: Path) -> None:
    assert umbrella(tmp_path / "off", {"referencement": {"enabled": False, **example("byo")}}) == []


@pytest.mark.parametrize(
    ("repository", "image"),
    [
        ("referencement", "mirror.example.org/referencement"),
        ("team/referencement", "mirror.example.org/team/referencement"),
        ("registry.example.org/team/referencement", "mirror.example.org/team/referencement"),
        ("localhost:5000/referencement", "mirror.example.org/referencement"),
        ("localhost/referencement", "mirror.example.org/referencement"),
    ],
)
def test_a_registry_for_all_charts_takes_the_place_of_the_image_s(repository: str, image: str) -> None:
    values = {"global": {"imageRegistry": "mirror.example.org"}, "image": {"repository": repository, "tag": "1"}}

    assert {one["image"] for _, one in containers(rendered("byo", values))} == {f"{image}:1"}


def test_a_storage_class_for_all_charts_is_that_of_volumes_without_one() -> None:
    values = {"global": {"storageClass": "fast"}, "documents": {"volume": {"storageClass": ""}}}
    found = rendered("operators", values)
    [claim], [cluster], [pool] = (
        of_kind(found, kind) for kind in ("PersistentVolumeClaim", "Cluster", "KafkaNodePool")
    )
    [own] = of_kind(rendered("operators", {"global": {"storageClass": "fast"}}), "PersistentVolumeClaim")

    assert claim["spec"]["storageClassName"] == "fast"
    assert cluster["spec"]["storage"]["storageClass"] == "fast"
    assert pool["spec"]["storage"]["class"] == "fast"
    assert own["spec"]["storageClassName"] == "shared"


def test_families_of_addresses_are_asked_for_in_the_order_wanted() -> None:
    found = of_kind(things(EVERYTHING), "Service")

    assert {one["spec"]["ipFamilyPolicy"] for one in found} == {"PreferDualStack"}
    assert [one["spec"]["ipFamilies"] for one in found] == [["IPv6", "IPv4"]] * len(found)
