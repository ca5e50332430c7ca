"""What happens to containers: killed, and standing still for a while; each part in turn, while dossiers walk."""

import signal
import time
from collections.abc import Callable, Sequence
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
SIGNAL = """
import os, sys
for process in sys.argv[2:]:
    try:
        os.kill(int(process), int(sys.argv[1]))
    except ProcessLookupError:
        pass  # it ended meanwhile
"""
BESIDE = ("--rm", "--pid", "host", "--user", "0", "--cap-drop", "ALL", "--cap-add", "KILL", "--network", "none")
"""Of a container that may send signals to processes of others."""


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
    """docker pause for eight seconds; where the engine cannot freeze a container, SIGSTOP for all that runs in it."""
    return _each_in_turn(pause)


def _each_in_turn(break_it: Callable[[str], str]) -> str:
    """How long after each the five were ready, and what walk and oracle say of all."""
    took = {}
    with Walk() as walk:
        for part in filter(runs, PARTS):
            how = break_it(part)
            took[f"{part}{how}"] = seconds_until_ready()
            time.sleep(BETWEEN_S)
    counted = [line for line in walk.said.splitlines() if "dossiers in the catalogue" in line or "oracle" in line]
    shown = ", ".join(f"{part} {seconds:.1f}" for part, seconds in took.items())
    return "; ".join([f"all ready again after seconds: {shown}", *counted])


def _kill(part: str) -> str:
    """From beside it, as its own end would look; `docker kill` would count as somebody's wish that it stays away."""
    before = inspected(part)["State"]
    _send(signal.SIGKILL, [before["Pid"]])
    until(lambda: _another(part, before["StartedAt"]), RETURNS_S, f"the engine brings {part} back")
    return ""


def _send(what: signal.Signals, processes: Sequence[int]) -> None:
    must("docker", "run", *BESIDE, image(), "python", "-c", SIGNAL, str(int(what)), *map(str, processes))


def _another(part: str, started: str) -> bool:
    now = inspected(part)["State"]
    return bool(now["Running"]) and now["StartedAt"] != started


def pause(part: str) -> str:
    """How it was made to stand still, where that was not the engine's pause."""
    if run("docker", "pause", container(part)).code == 0:
        time.sleep(STILL_S)
        must("docker", "unpause", container(part))
        return ""
    stopped = _stop(part)
    time.sleep(STILL_S)
    _send(signal.SIGCONT, stopped)
    return f" (the engine could not freeze it: SIGSTOP for its {len(stopped)} processes)"


def _stop(part: str) -> list[int]:
    """SIGSTOP for the first process, which then starts no more, and for those that it has; all of them."""
    stopped = [int(inspected(part)["State"]["Pid"])]
    _send(signal.SIGSTOP, stopped)
    while new := sorted(_processes(part) - {*stopped}):
        _send(signal.SIGSTOP, new)
        stopped += new
    return stopped


def _processes(part: str) -> set[int]:
    """Of a container that were not begun by its healthcheck, by their numbers on the machine."""
    table = must("docker", "top", container(part), "-eo", "pid,ppid").splitlines()[1:]
    parents = {int(pid): int(parent) for pid, parent in (line.split() for line in table)}
    first = int(inspected(part)["State"]["Pid"])
    return {one for one in parents if first in _line_of(one, parents)}


def _line_of(process: int, parents: dict[int, int]) -> list[int]:
    """A process, its parent, its parent's …, as far as they are known."""
    line = [process]
    while (parent := parents.get(line[-1])) is not None:
        line.append(parent)
    return line
