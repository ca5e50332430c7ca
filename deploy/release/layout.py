"""An OCI image layout: a folder that holds artifacts as a registry would, written without any tool.

`oras cp --from-oci-layout` brings it to a registry. An artifact that says something of another one names it as its
`subject`; registries list those as referrers.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
INDEX = "application/vnd.oci.image.index.v1+json"
EMPTY = "application/vnd.oci.empty.v1+json"
TAG, TITLE = "org.opencontainers.image.ref.name", "org.opencontainers.image.title"
Descriptor = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Blob:
    """A content with its media type."""

    media_type: str
    content: bytes
    title: str = ""
    """The file that it becomes where somebody pulls it."""

    @property
    def digest(self) -> str:
        """Its name in a registry."""
        return f"sha256:{sha256(self.content).hexdigest()}"

    @property
    def descriptor(self) -> Descriptor:
        """How manifests refer to it."""
        told = {"mediaType": self.media_type, "digest": self.digest, "size": len(self.content)}
        return told | ({"annotations": {TITLE: self.title}} if self.title else {})


NOTHING = Blob(EMPTY, b"{}")


@dataclass(frozen=True, slots=True)
class Artifact:
    """A manifest: a config, layers, and perhaps the manifest of which it says something."""

    layers: Sequence[Blob]
    config: Blob = NOTHING
    kind: str = ""
    """The artifact's type, where its config does not say it."""
    annotations: Mapping[str, str] = field(default_factory=dict)
    subject: Descriptor | None = None

    @property
    def manifest(self) -> Blob:
        """As a registry keeps it: the same parts make the same digest."""
        told: dict[str, Any] = {"schemaVersion": 2, "mediaType": MANIFEST}
        if self.kind:
            told["artifactType"] = self.kind
        told |= {"config": self.config.descriptor, "layers": [layer.descriptor for layer in self.layers]}
        if self.subject:
            told["subject"] = self.subject
        if self.annotations:
            told["annotations"] = dict(sorted(self.annotations.items()))
        return Blob(MANIFEST, json.dumps(told, ensure_ascii=False, indent=1).encode())


def write(folder: Path, artifacts: Sequence[tuple[Artifact, str]]) -> None:
    """Write a layout with these artifacts and their tags; no tag: found as a referrer alone."""
    blobs = folder / "blobs" / "sha256"
    blobs.mkdir(parents=True, exist_ok=True)
    (folder / "oci-layout").write_text(json.dumps({"imageLayoutVersion": "1.0.0"}))
    listed = []
    for artifact, tag in artifacts:
        for blob in (artifact.config, *artifact.layers, artifact.manifest):
            (blobs / blob.digest.removeprefix("sha256:")).write_bytes(blob.content)
        about = artifact.manifest.descriptor | ({"artifactType": artifact.kind} if artifact.kind else {})
        listed.append(about | ({"annotations": {TAG: tag}} if tag else {}))
    index = {"schemaVersion": 2, "mediaType": INDEX, "manifests": listed}
    (folder / "index.json").write_text(json.dumps(index, indent=1))
