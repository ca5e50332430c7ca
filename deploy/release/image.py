"""The image of a release: built and pushed by docker, named by its digest from then on."""

from collections.abc import Sequence
from dataclasses import dataclass

from deploy.release.source import Source
from deploy.release.tools import Stopped, engine, must

NAME = "referencement"
SBOM = "/app/sbom.cdx.json"
DOCKERFILE = "deploy/image/Dockerfile"


@dataclass(frozen=True, slots=True)
class Image:
    """Where it is. Without a digest it is named by its version alone."""

    reference: str
    missing: str = ""
    """Why there is no digest."""

    @property
    def digest(self) -> str:
        """sha256:…, or nothing."""
        return self.reference.partition("@")[2]


def chosen(given: str, to: str, source: Source, flags: Sequence[str]) -> Image:
    """The one that is given by digest, or the one that is built and pushed now. Raises Stopped."""
    if given:
        if "@sha256:" not in given:
            raise Stopped(f"--image {given}: name it by digest, NAME@sha256:…")
        return Image(given)
    tagged = f"{to}/{NAME}:{source.version}" if to else f"{NAME}:{source.version}"
    if not to:
        return Image(tagged, "named by version: --to REGISTRY pushes it, --image NAME@sha256:… names one that is there")
    if away := engine():
        return Image(tagged, f"named by version, and not built: {away}")
    return Image(_pushed(tagged, source, flags))


def _pushed(tagged: str, source: Source, flags: Sequence[str]) -> str:
    """NAME@digest, as the registry has it."""
    given = {"VERSION": source.version, "REVISION": source.commit, "CREATED": source.created}
    arguments = [word for name, value in given.items() for word in ("--build-arg", f"{name}={value}")]
    must("docker", "build", "--file", DOCKERFILE, *arguments, *flags, "--tag", tagged, ".")
    must("docker", "push", "--quiet", tagged)
    repository = tagged.rpartition(":")[0]
    known = must("docker", "image", "inspect", "--format", '{{join .RepoDigests "\\n"}}', tagged).splitlines()
    return next(one for one in known if one.startswith(f"{repository}@"))


def sbom(image: Image) -> bytes | None:
    """The image's own list of what is in it; None: no engine is here to look."""
    return None if engine() else must("docker", "run", "--rm", image.reference, "cat", SBOM).encode()
