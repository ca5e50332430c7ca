"""`python -m deploy.release`, the work of `make release`: builds a release, brings it to a registry if one is named.

One line per step. A tool that is missing is named, and what it would have done is left out; exit code 1 when a step
fails, or cannot be done that was asked for.
"""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from deploy.release import registry
from deploy.release.artifacts import CYCLONEDX, HUB_TAG, chart_artifact, hub_artifact, provenance_of
from deploy.release.chart import metadata, package
from deploy.release.image import Image, chosen, sbom
from deploy.release.layout import Artifact, write
from deploy.release.provenance import MEDIA_TYPE as IN_TOTO
from deploy.release.provenance import statement
from deploy.release.source import Source, source
from deploy.release.tools import Stopped, engine, have

Line = tuple[str, str]
To = Annotated[str, typer.Option(help="Registry and path: image to TO/referencement, chart to TO/charts/referencement")]
Given = Annotated[str, typer.Option("--image", help="An image that is there already: NAME@sha256:…")]
Key = Annotated[str, typer.Option(help="cosign's private key, file or KMS address: signs image and chart")]
Url = Annotated[str, typer.Option("--source", help="Where the sources can be read; in the chart and in provenance")]
Flags = Annotated[list[str], typer.Option("--build", help="More words for docker build: --build=--provenance=mode=max")]
Out = Annotated[Path, typer.Option(help="Where everything is written; emptied first")]
WAITING = "oras is not here: everything lies in {out}, nothing was pushed"


@dataclass(frozen=True, slots=True)
class Release:
    """What is made, and where it goes."""

    source: Source
    image: Image
    to: str
    key: str
    out: Path

    @property
    def chart(self) -> dict[str, Any]:
        """Chart.yaml of the package."""
        return metadata(self.source, self.image.reference)

    def build(self) -> Iterator[Line]:
        """Write chart, provenance and layout."""
        chart = self.chart
        packed = package(chart, self.source, self.image.reference)
        artifact = chart_artifact(chart, packed)
        digest = artifact.manifest.digest
        told = statement(f"charts/{chart['name']}", digest, self.source, {"image": self.image.reference})
        parts = [(artifact, chart["version"]), (provenance_of(artifact.manifest.descriptor, told), "")]
        write(self.out / "oci", [*parts, (hub_artifact(), HUB_TAG)])
        file = self.out / f"{chart['name']}-{chart['version']}.tgz"
        file.write_bytes(packed)
        yield "chart", f"{file} {_digest_of(artifact)}"
        yield "layout", f"{self.out / 'oci'}: chart {digest}, its provenance, Artifact Hub's metadata"
        yield from self._attest()

    def _attest(self) -> Iterator[Line]:
        """SBOM and provenance of the image as files."""
        if not self.image.digest:
            yield "sbom", "none of the image: it has no digest yet"
            return
        name = self.image.reference.partition("@")[0]
        told = statement(name, self.image.digest, self.source, {})
        (self.out / "image.intoto.json").write_bytes(told)
        found = sbom(self.image)
        if found is None:
            yield "sbom", f"none of the image: {engine()}"
            return
        (self.out / "image.cdx.json").write_bytes(found)
        yield "sbom", f"{self.out / 'image.cdx.json'}, from the image"

    def push(self) -> Iterator[Line]:
        """Bring it all to the registry, and sign it. Raises Stopped."""
        if not have("oras"):
            raise Stopped(WAITING.format(out=self.out))
        chart, version = f"{self.to}/charts/referencement", self.source.version
        for tag in (version, HUB_TAG):
            registry.copy_layout(self.out / "oci", tag, chart)
        pinned = f"{chart}@{registry.described(f'{chart}:{version}')['digest']}"
        yield "pushed", f"oci://{chart}:{version} = {pinned}"
        for file, kind in (("image.intoto.json", IN_TOTO), ("image.cdx.json", CYCLONEDX)):
            if (self.out / file).exists():
                registry.attach(self.image.reference, kind, self.out / file)
                yield "attached", f"{file} to {self.image.reference}"
        for reference in (pinned, self.image.reference if self.image.digest else ""):
            if reference:
                yield "signature", f"{reference.rpartition('/')[2]}: {registry.signed(reference, self.key)}"


def _digest_of(artifact: Artifact) -> str:
    return artifact.layers[0].digest


def release(  # each is an option of the command line
    to: To = "",
    image: Given = "",
    key: Key = "",
    url: Url = "",
    build: Flags = [],  # noqa: B006  # typer wants it so
    out: Out = Path("build/release"),
) -> None:
    """Build a release, and push it where --to says."""
    try:
        for step, told in _steps(source(url), to.rstrip("/"), image, key, build, out):
            print(f"{step:10} {told}", flush=True)
    except Stopped as stopped:
        print(f"{'stopped':10} {stopped}", file=sys.stderr)
        raise typer.Exit(1) from None


def _steps(what: Source, to: str, given: str, key: str, flags: list[str], out: Path) -> Iterator[Line]:
    yield "source", f"{what.version} at {what.commit}{', files differ from it' if what.changed else ''}"
    image = chosen(given, to, what, flags)
    yield "image", f"{image.reference}{f' ({image.missing})' if image.missing else ''}"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    made = Release(what, image, to, key, out)
    yield from made.build()
    if to:
        yield from made.push()


if __name__ == "__main__":
    typer.run(release)
