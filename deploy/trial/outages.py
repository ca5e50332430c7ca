"""What happens to containers: killed, and standing still for a while; each part in turn, while dossiers walk."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from deploy.trial.compose import PROJECT, compose, container, image, inspected, runs, seconds_until_ready
from deploy.trial.tools import Failed, must, run, until
from shared.contracts.topics import SERVICES

PARTS = ("postgres", "kafka", *SERVICES, "collector")
WALK = f"{PROJECT}-walk"
STARTED_S, RETURNS_S, ENDS_S = 60, 60, 240
PATIENT = ("--patience", "180")
"""Seconds that a hop may take: Kafka's start, and a group that finds together again, on a busy machine."""
STILL_S, BETWEEN_S = 8, 3
KILL = "import os, sys; os.kill(int(sys.argv[1]), 9)"


@dataclass(slots=True)
class Walk:
    """Dossiers walk while the context is open; `said` is what walk and oracle said at the end."""

    said: str = ""

    def __enter__(self) -> Self:
        run("docker", "rm", "--force", WALK)
        walk = ("python", "-m", "deploy.demo.walk", "--seconds", "3600", "--at-most", "3", "--oracle", *PATIENT)
        compose("--profile", "demo", "run", "--detach", "--no-deps", "--name", WALK, "demo", *walk)
        until(lambda: "walking" in run("docker", "logs", WALK).out, STARTED_S, "dossiers walk")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        run("docker", "kill", "--signal", "TERM", WALK)
        if error is None:
            code = must("docker", "wait", WALK, within_s=ENDS_S)
            self.said = must("docker", "logs", WALK)
        run("docker", "rm", "--force", WALK)
        if error is None and code != "0":
            raise Failed(self.said[-900:])


def killed() -> str:
    """kill -9 of what runs in it; the engine has to bring it back."""
    return _each_in_turn(_kill)


def paused() -> str:
    """docker pause for eight seconds."""
    return _each_in_turn(_pause)


def _each_in_turn(break_it: Callable[[str], None]) -> str:
    """How long after each the five were ready, and what walk and oracle say of all."""
    took = {}
    with Walk() as walk:
        for part in filter(runs, PARTS):
            break_it(part)
            took[part] = seconds_until_ready()
            time.sleep(BETWEEN_S)
    counted = [line for line in walk.said.splitlines() if "dossiers in the catalogue" in line or "oracle" in line]
    shown = ", ".join(f"{part} {seconds:.1f}" for part, seconds in took.items())
    return "; ".join([f"all ready again after seconds: {shown}", *counted])


def _kill(part: str) -> None:
    """From beside it, as its own end would look; `docker kill` would count as somebody's wish that it stays away."""
    before = inspected(part)["State"]
    rights = ("--rm", "--pid", "host", "--user", "0", "--cap-drop", "ALL", "--cap-add", "KILL", "--network", "none")
    must("docker", "run", *rights, image(), "python", "-c", KILL, str(before["Pid"]))
    until(lambda: _another(part, before["StartedAt"]), RETURNS_S, f"the engine brings {part} back")


def _another(part: str, started: str) -> bool:
    now = inspected(part)["State"]
    return bool(now["Running"]) and now["StartedAt"] != started


def _pause(part: str) -> None:
    must("docker", "pause", container(part))
    time.sleep(STILL_S)
    must("docker", "unpause", container(part))
