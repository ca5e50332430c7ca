"""Artifacts as a registry keeps them: names by content, referrers with their subject, changes from the changelog."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from deploy.release.artifacts import HUB_TAG, chart_artifact, hub_artifact, provenance_of
from deploy.release.changes import Change, changes
from deploy.release.layout import write
from deploy.release.provenance import statement
from deploy.release.source import Source, locks

SOURCE = Source("0.2.0", "c" * 40, 1_764_500_000, "https://git.example.org/line", changed=True)
CHART: dict[str, Any] = {
    "name": "referencement", "version": "0.2.0", "description": "The listing process",
    "annotations": {"artifacthub.io/license": "Apache-2.0", "org.opencontainers.image.revision": "c" * 40},
}  # fmt: skip
CHANGELOG = """# Changelog
## Unreleased
- Not yet.
## 0.2.0 - 2026-11-30
### Security
- Services **sign** what they send; [the format](x.md),
  with a verifier.
### Operators
- `make release`.
### Fixed
- A record.
## 0.1.0 - 2026-11-25
- First.
"""


def test_every_blob_of_a_layout_has_its_content_s_name_and_every_manifest_is_listed(tmp_path: Path) -> None:
    chart = chart_artifact(CHART, b"packed")
    proof = provenance_of(chart.manifest.descriptor, b"{}")
    write(tmp_path, [(chart, "0.2.0"), (proof, ""), (hub_artifact(), HUB_TAG)])

    index = json.loads((tmp_path / "index.json").read_text())
    blobs = {file.name: file.read_bytes() for file in (tmp_path / "blobs" / "sha256").iterdir()}
    manifests = [json.loads(blobs[one["digest"].removeprefix("sha256:")]) for one in index["manifests"]]

    assert {sha256(content).hexdigest() for content in blobs.values()} == set(blobs)
    assert [one.get("annotations") for one in index["manifests"]] == [
        {"org.opencontainers.image.ref.name": "0.2.0"}, None, {"org.opencontainers.image.ref.name": "artifacthub.io"},
    ]  # fmt: skip
    assert [one["config"]["mediaType"] for one in manifests] == [
        "application/vnd.cncf.helm.config.v1+json", "application/vnd.oci.empty.v1+json",
        "application/vnd.cncf.artifacthub.config.v1+yaml",
    ]  # fmt: skip
    assert manifests[0]["layers"][0]["mediaType"] == "application/vnd.cncf.helm.chart.content.v1.tar+gzip"
    assert manifests[1]["subject"] == chart.manifest.descriptor
    assert manifests[1]["artifactType"] == "application/vnd.in-toto+json"


def test_provenance_says_commit_version_locks_and_that_files_differed() -> None:
    told = json.loads(statement("referencement", f"sha256:{'a' * 64}", SOURCE, {"image": "x"}))
    build = told["predicate"]["buildDefinition"]

    assert (told["_type"], told["predicateType"]) == (
        "https://in-toto.io/Statement/v1",
        "https://slsa.dev/provenance/v1",
    )
    assert told["subject"] == [{"name": "referencement", "digest": {"sha256": "a" * 64}}]
    assert build["externalParameters"] == {"version": "0.2.0", "image": "x"}
    assert build["internalParameters"] == {"filesDifferFromCommit": True}
    assert build["resolvedDependencies"][0] == {
        "uri": "git+https://git.example.org/line",
        "digest": {"gitCommit": "c" * 40},
    }
    assert [one["digest"]["sha256"] for one in build["resolvedDependencies"][1:]] == list(locks().values())


def test_changes_are_those_of_the_version_in_plain_words() -> None:
    assert changes("0.2.0", CHANGELOG) == [
        Change("security", "Services sign what they send; the format, with a verifier."),
        Change("added", "make release."),
        Change("fixed", "A record."),
    ]
    assert changes("0.3.0", CHANGELOG) == []
