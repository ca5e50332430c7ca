"""To the next version and back while dossiers flow: two images from one source tree, one migration apart."""

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from deploy.trial.ahead import make_ahead
from deploy.trial.tools import NAMESPACE, RELEASE, Failed, helm, inside, must, told
from shared.contracts.topics import SERVICES

DOCKERFILE = "deploy/image/Dockerfile"
BUILD = (
    "import urllib.request as u; "
    "print(next(l for l in u.urlopen('http://127.0.0.1:8100/metrics').read().decode().splitlines() "
    "if l.startswith('referencement_build_info{')))"
)


def next_image(image: str) -> str:
    """Build the next version of an image and bring it where the cluster finds it; give its number.

    The variable LOAD names the command that brings it there (`kind load docker-image`), if one is needed.
    """
    with TemporaryDirectory() as folder:
        number = make_ahead(Path(folder))
        made = f"{image.rpartition(':')[0]}:{number}"
        own = ("--network", "host", "--build-arg", f"VERSION={number}", "--tag", made)
        must("docker", "build", "--quiet", "--file", Path(folder) / DOCKERFILE, *own, folder)
    if load := os.environ.get("LOAD"):
        must(*load.split(), made)
    return number


def there_and_back(number: str) -> Callable[[], str]:
    """helm upgrade to the next version, helm rollback, and helm upgrade once more to the one that runs already."""

    def work() -> str:
        before = _built()
        helm("upgrade", "--set", f"image.tag={number}")
        ahead = _built()
        must("helm", "rollback", RELEASE, "--namespace", NAMESPACE, "--wait", "--timeout", "8m")
        back = _built()
        helm("upgrade")  # its jobs find a database that is ahead of them
        if back != before or not all(number in line for line in ahead.values()):
            raise Failed(f"before {before}, then {ahead}, then {back}")
        said = inside("intake", "referencement", "config", "check", "-s", "intake")
        [database] = [line for line in said.splitlines() if "intake database" in line and "ahead" in line]
        return f"{_short(before)} to {_short(ahead)} and back to {_short(back)}; {' '.join(database.split())}"

    return work


def _built() -> dict[str, str]:
    """What each service's pods say of themselves: one word of all pods of a service, or it is no complete rollout."""
    found = {}
    for service in SERVICES:
        pods = told("get", "pods", "--selector", f"app.kubernetes.io/component={service}")["items"]
        live = [one["metadata"]["name"] for one in pods if "deletionTimestamp" not in one["metadata"]]
        said = {inside(service, "python", "-c", BUILD, pod=pod) for pod in live}
        if len(said) != 1:
            raise Failed(f"pods of {service} differ: {said}")
        found[service] = said.pop()
    return found


def _short(found: dict[str, str]) -> str:
    """`referencement_build_info{migration="0006",version="0.1.0"} 1.0` of intake, without its frame."""
    return found["intake"].split("{")[1].split("}")[0].replace('"', "")
