"""Artifacts in a registry: brought there by oras, signed by cosign. Both use the credentials of `docker login`."""

import json
import os
from pathlib import Path

from deploy.release.layout import Descriptor
from deploy.release.tools import have, must

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


def copy_layout(layout: Path, tag: str, to: str) -> None:
    """Bring an artifact of a layout to a registry under the same tag, with all that says something of it."""
    must(
        "oras",
        "cp",
        "--recursive",
        "--from-oci-layout",
        *_plain(to, "--to-plain-http"),
        f"{layout}:{tag}",
        f"{to}:{tag}",
    )


def attach(subject: str, kind: str, file: Path) -> None:
    """Add a file to what is there as its referrer."""
    must(
        "oras",
        "attach",
        "--disable-path-validation",
        *_plain(subject),
        "--artifact-type",
        kind,
        subject,
        f"{file}:{kind}",
    )


def described(reference: str) -> Descriptor:
    """What the registry has under that name."""
    found: Descriptor = json.loads(must("oras", "manifest", "fetch", "--descriptor", *_plain(reference), reference))
    return found


def signed(reference: str, key: str) -> str:
    """Sign what is there with a key of one's own; give what came of it, in a line."""
    if not key:
        return "not signed: no --key given"
    if not have("cosign"):
        return "not signed: cosign is not here"
    insecure = ("--allow-http-registry",) if _plain(reference) else ()
    os.environ.setdefault("COSIGN_PASSWORD", "")
    must("cosign", "sign", "--yes", "--tlog-upload=false", *insecure, "--key", key, reference)
    return f"signed with {key}"


def _plain(reference: str, flag: str = "--plain-http") -> tuple[str, ...]:
    """A registry on this machine's loopback has no certificate."""
    host = reference.partition("/")[0]
    return (flag,) if any(host == one or host.startswith(f"{one}:") for one in LOOPBACK) else ()
