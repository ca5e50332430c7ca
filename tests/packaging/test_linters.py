"""What other people's linters say, where they are: hadolint comes with `make deploy-check`, compose with an engine."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_hadolint_has_nothing_to_say_of_the_image() -> None:
    hadolint = shutil.which("hadolint")
    if not hadolint:
        pytest.skip("hadolint is not here; make deploy-check brings it")

    said = subprocess.run([hadolint, "deploy/image/Dockerfile"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (said.stdout + said.stderr, said.returncode) == ("", 0)


@pytest.mark.parametrize("profile", ["demo", "observe"])
def test_compose_can_read_its_file(profile: str) -> None:
    docker = shutil.which("docker")
    if not docker or subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode:
        pytest.skip("no docker compose here")

    command = [docker, "compose", "--profile", profile, "config", "--quiet"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (said.stderr, said.returncode) == ("", 0)
