"""The chart's package: the same bytes from the same commit, the image by digest, what Artifact Hub shows."""

import gzip
import io
import tarfile
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from deploy.release.chart import CHART, ICON, metadata, package, pinned
from deploy.release.source import Source
from deploy.release.tools import Stopped

SOURCE = Source("0.2.0", "c" * 40, 1_764_500_000, "https://git.example.org/line")
IMAGE = f"registry.example.org/agency/referencement@sha256:{'a' * 64}"


def packed(source: Source = SOURCE, image: str = IMAGE) -> bytes:
    return package(metadata(source, image), source, image)


def unpacked(content: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        return {one.name: file.read() for one in archive if (file := archive.extractfile(one))}


def chart(content: bytes) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(unpacked(content)["referencement/Chart.yaml"])
    return found


def test_the_same_commit_makes_the_same_bytes() -> None:
    assert packed() == packed()
    assert gzip.decompress(packed()) != gzip.decompress(packed(image=IMAGE.replace("a" * 64, "b" * 64)))


def test_no_time_of_day_and_no_account_of_this_machine_is_in_it() -> None:
    with tarfile.open(fileobj=io.BytesIO(packed())) as archive:
        assert {(one.mtime, one.uid, one.gid, one.uname, one.mode) for one in archive} == {
            (1_764_500_000, 0, 0, "", 0o644)
        }
    assert packed()[4:8] == bytes(4)


def test_all_that_the_folder_has_is_in_it_chart_yaml_first() -> None:
    names = list(unpacked(packed()))
    there = {
        f"referencement/{file.relative_to(CHART)}"
        for file in CHART.rglob("*")
        if file.is_file() and file.name != ".helmignore"
    }

    assert names[0] == "referencement/Chart.yaml"
    assert set(names) == there


def test_the_image_is_that_digest_and_nothing_else_of_the_values_changed() -> None:
    text = unpacked(packed())["referencement/values.yaml"].decode()
    ours, released = yaml.safe_load((CHART / "values.yaml").read_text("utf-8")), yaml.safe_load(text)

    assert released.pop("image") == ours.pop("image") | {
        "repository": "registry.example.org/agency/referencement", "digest": f"sha256:{'a' * 64}",
    }  # fmt: skip
    assert released == ours
    assert text.count("#") == (CHART / "values.yaml").read_text("utf-8").count("#")


def test_without_a_digest_the_image_is_that_of_the_chart_s_version() -> None:
    image = yaml.safe_load(unpacked(packed(image="localhost:5000/referencement:0.2.0"))["referencement/values.yaml"])[
        "image"
    ]

    assert (image["repository"], image["tag"], image["digest"]) == ("localhost:5000/referencement", "", "")


def test_values_in_which_the_image_is_elsewhere_stop_the_release() -> None:
    with pytest.raises(Stopped, match="not where they were"):
        pinned("image: {repository: referencement, digest: ''}\n", IMAGE)


def test_artifact_hub_is_told_licence_image_changes_and_sources() -> None:
    told = chart(packed())
    notes = told["annotations"]

    assert (told["home"], told["sources"]) == ("https://git.example.org/line", ["https://git.example.org/line"])
    assert notes["artifacthub.io/license"] == "Apache-2.0"
    assert yaml.safe_load(notes["artifacthub.io/images"]) == [{"name": "referencement", "image": IMAGE}]
    assert {"name": "PostgreSQL", "url": "https://www.postgresql.org"} in yaml.safe_load(notes["artifacthub.io/links"])
    assert notes["artifacthub.io/containsSecurityUpdates"] == "true"
    assert {one["kind"] for one in yaml.safe_load(notes["artifacthub.io/changes"])} == {
        "added",
        "changed",
        "fixed",
        "security",
    }
    assert notes["org.opencontainers.image.revision"] == "c" * 40
    assert notes["org.opencontainers.image.created"] == "2025-11-30T10:53:20Z"


def test_where_nobody_says_the_sources_no_address_is_made_up() -> None:
    told = chart(packed(Source("0.2.0", "c" * 40, 1_764_500_000)))

    assert not {"home", "sources"} & set(told)


def test_the_icon_is_a_picture_of_our_own_that_loads_nothing() -> None:
    root = ElementTree.fromstring(ICON.read_text("utf-8"))  # noqa: S314  # our own file
    parts = list(root.iter())

    assert chart(packed())["icon"].startswith("data:image/svg+xml;base64,")
    assert {name for part in parts for name in part.attrib if "href" in name or name.startswith("on")} == set()
    assert {part.tag.rpartition("}")[2] for part in parts} <= {"svg", "title", "rect", "path", "g", "circle"}
