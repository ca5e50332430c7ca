"""The chart as a package: the same commit makes the same bytes.

`helm package` writes the time of day into the archive, so it is written here; the format is a gzipped tar with the
chart's name as its folder. A release adds to the folder of the tree the image by digest and what Artifact Hub shows.
"""

import gzip
import io
import re
import tarfile
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from deploy.release.changes import changes
from deploy.release.source import Source
from deploy.release.tools import ROOT, Stopped

CHART = ROOT / "deploy" / "chart" / "referencement"
ICON = Path(__file__).with_name("icon.svg")
IGNORED = (".helmignore",)
REPOSITORY = re.compile(r"^(?P<key>  repository: ).*$", re.MULTILINE)
DIGEST = re.compile(r'^(?P<key>  digest: )""', re.MULTILINE)


def metadata(source: Source, image: str) -> dict[str, Any]:
    """Chart.yaml with what Artifact Hub shows beside it."""
    chart: dict[str, Any] = yaml.safe_load((CHART / "Chart.yaml").read_text("utf-8"))
    told = changes(source.version)
    chart["icon"] = f"data:image/svg+xml;base64,{b64encode(ICON.read_bytes()).decode()}"
    if source.url:
        chart |= {"home": source.url, "sources": [source.url]}
    chart["annotations"] |= {
        "artifacthub.io/changes": _listed([one._asdict() for one in told]),
        "artifacthub.io/containsSecurityUpdates": str(any(one.kind == "security" for one in told)).lower(),
        "artifacthub.io/images": _listed([{"name": chart["name"], "image": image}]),
        "org.opencontainers.image.created": source.created,
        "org.opencontainers.image.revision": source.commit,
    }
    return chart


def package(chart: Mapping[str, Any], source: Source, image: str) -> bytes:
    """The archive. Raises Stopped."""
    files = {file.relative_to(CHART).as_posix(): file.read_bytes() for file in sorted(CHART.rglob("*")) if _kept(file)}
    files["Chart.yaml"] = yaml.safe_dump(dict(chart), allow_unicode=True, sort_keys=False, width=120).encode()
    files["values.yaml"] = pinned(files["values.yaml"].decode(), image).encode()
    packed = io.BytesIO()
    with (
        gzip.GzipFile(filename="", fileobj=packed, mode="wb", mtime=0) as compressed,
        tarfile.open(fileobj=compressed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for name in sorted(files, key=lambda one: (one != "Chart.yaml", one)):  # Helm reads Chart.yaml first
            _add(archive, f"{chart['name']}/{name}", files[name], source.committed)
    return packed.getvalue()


def _add(archive: tarfile.TarFile, name: str, content: bytes, at: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime, entry.mode = len(content), at, 0o644
    archive.addfile(entry, io.BytesIO(content))


def _kept(file: Path) -> bool:
    return file.is_file() and file.name not in IGNORED and file.suffix != ".tgz"


def pinned(values: str, image: str) -> str:
    """The values with that image; comments and order stay. Raises Stopped."""
    name, _, digest = image.partition("@")
    repository = name if digest else name.rpartition(":")[0]
    values, renamed = REPOSITORY.subn(rf"\g<key>{repository}", values, count=1)
    pinned = 1
    if digest:
        values, pinned = DIGEST.subn(rf'\g<key>"{digest}"', values, count=1)
    if not (renamed and pinned):
        raise Stopped("values.yaml: image.repository and image.digest are not where they were")
    return values


def _listed(things: list[dict[str, str]]) -> str:
    """A list as text, for annotations hold nothing else."""
    return yaml.safe_dump(things, allow_unicode=True, sort_keys=False, width=1000)
