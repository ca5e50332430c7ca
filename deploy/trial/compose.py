"""docker compose and docker, as the trial uses them: a project of its own, with doors of its own."""

import http.client
import json
import time
from typing import Any

from deploy.trial.tools import DEPLOY, TRIAL, Failed, must, run, until
from shared.contracts.topics import SERVICES

PROJECT = "referencement-trial"
FILE, DOORS = DEPLOY.parent / "compose.yaml", TRIAL / "compose.env"
READY_S, OK = 120.0, 200
POLL_S = 0.02
SOCKET = "/var/run/postgresql"


def compose(*words: str, within_s: float = 600) -> str:
    """A command of docker compose on the trial's project. Raises Failed."""
    place = ("--project-name", PROJECT, "--file", FILE, "--env-file", DOORS)
    return must("docker", "compose", *place, *words, within_s=within_s)


def down(*words: str) -> None:
    """All of it away, whatever profile it came with; data stay unless told."""
    compose("--profile", "*", "down", "--remove-orphans", *words)


def container(part: str) -> str:
    """Its name."""
    return f"{PROJECT}-{part}-1"


def runs(part: str) -> bool:
    """Whether that part is running."""
    return run("docker", "inspect", "--format", "{{.State.Running}}", container(part)).out == "true"


def inspected(part: str) -> Any:  # noqa: ANN401
    """What the engine knows of a part's container. Raises Failed."""
    return json.loads(must("docker", "inspect", container(part)))[0]


def image() -> str:
    """The image of the services."""
    return str(inspected("intake")["Config"]["Image"])


def asked(port: int, path: str) -> tuple[int, bytes]:
    """What a door on loopback answers; 0: nothing."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        connection.close()


def door(part: str, inside: int = 8000) -> int:
    """The port on loopback behind which a part listens. Raises Failed."""
    return int(must("docker", "port", container(part), str(inside)).rsplit(":", 1)[1])


def ready(part: str) -> bool:
    """Whether a service is ready."""
    probe = ("python", "-m", "shared.runtime.probe")
    return runs(part) and run("docker", "exec", container(part), *probe).code == 0


def seconds_until_ready(*parts: str) -> float:
    """How long until all of them are. Raises Failed."""
    began = time.monotonic()
    for part in parts or SERVICES:
        until(lambda one=part: ready(one), READY_S, f"{part} ready", every_s=POLL_S)  # type: ignore[misc]  # a default binds the loop's value
    return time.monotonic() - began


def rows() -> dict[str, int]:
    """Acts in each service's journal. Raises Failed."""
    ask = ("exec", "-T", "postgres", "psql", "--host", SOCKET, "--username", "postgres", "--no-align", "--tuples-only")
    return {one: int(compose(*ask, "--dbname", one, "--command", "SELECT count(*) FROM journal")) for one in SERVICES}


def within(found: float, bound: float, what: str) -> str:
    """A figure that has a bound. Raises Failed."""
    if found > bound:
        raise Failed(f"{what}: {found:.1f}, allowed are {bound:g}")
    return f"{what}: {found:.1f} (at most {bound:g})"
