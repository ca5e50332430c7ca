"""What a release consists of, as OCI artifacts: the chart, what says where it and the image came from, the SBOM."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deploy.release.layout import Artifact, Blob, Descriptor
from deploy.release.provenance import MEDIA_TYPE as IN_TOTO
from deploy.release.provenance import PREDICATE

HELM_CONFIG = "application/vnd.cncf.helm.config.v1+json"
HELM_CONTENT = "application/vnd.cncf.helm.chart.content.v1.tar+gzip"
HUB_CONFIG = "application/vnd.cncf.artifacthub.config.v1+yaml"
HUB_CONTENT = "application/vnd.cncf.artifacthub.repository-metadata.layer.v1.yaml"
CYCLONEDX = "application/vnd.cyclonedx+json"
HUB_TAG = "artifacthub.io"
HUB_FILE = Path(__file__).with_name("artifacthub-repo.yml")


def chart_artifact(chart: Mapping[str, Any], packed: bytes) -> Artifact:
    """As `helm push` would make it, but for the time of day."""
    told = chart["annotations"]
    annotations = {
        "org.opencontainers.image.title": chart["name"],
        "org.opencontainers.image.description": chart["description"],
        "org.opencontainers.image.version": chart["version"],
        "org.opencontainers.image.licenses": told["artifacthub.io/license"],
        **{name: text for name, text in told.items() if name.startswith("org.opencontainers.image.")},
    }
    config = Blob(HELM_CONFIG, json.dumps(dict(chart), ensure_ascii=False).encode())
    file = f"{chart['name']}-{chart['version']}.tgz"
    return Artifact([Blob(HELM_CONTENT, packed, file)], config, annotations=annotations)


def hub_artifact() -> Artifact:
    """What Artifact Hub reads of the repository, under a tag of its own."""
    return Artifact([Blob(HUB_CONTENT, HUB_FILE.read_bytes(), HUB_FILE.name)], Blob(HUB_CONFIG, b""))


def provenance_of(subject: Descriptor, statement: bytes) -> Artifact:
    """Where the subject came from, as its referrer."""
    layer = Blob(IN_TOTO, statement, "provenance.intoto.json")
    return Artifact([layer], kind=IN_TOTO, annotations={"in-toto.io/predicate-type": PREDICATE}, subject=subject)
