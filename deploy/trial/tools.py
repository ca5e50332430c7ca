"""kubectl and helm, as the trial uses them."""

import json
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEPLOY = Path(__file__).parents[1]
CHART = DEPLOY / "chart" / "referencement"
TRIAL = Path(__file__).parent
NAMESPACE, RELEASE = "referencement-trial", "trial"
NAME = f"{RELEASE}-referencement"


class Failed(Exception):
    """A check did not come out."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a command came to."""

    code: int
    out: str


def run(*words: str | Path, stdin: str | None = None, within_s: float = 600) -> Done:
    """A command to its end; output and errors in one."""
    done = subprocess.run(
        [str(word) for word in words], input=stdin, text=True, check=False, timeout=within_s,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    return Done(done.returncode, done.stdout.strip())


def must(*words: str | Path, stdin: str | None = None, within_s: float = 600) -> str:
    """The output of a command that has to succeed. Raises Failed."""
    done = run(*words, stdin=stdin, within_s=within_s)
    if done.code:
        raise Failed(f"{' '.join(map(str, words[:4]))} …: {done.out[-600:]}")
    return done.out


def kubectl(*words: str, stdin: str | None = None, within_s: float = 600) -> str:
    """In the trial's namespace. Raises Failed."""
    return must("kubectl", "--namespace", NAMESPACE, *words, stdin=stdin, within_s=within_s)


def inside(service: str, *command: str, pod: str = "") -> str:
    """What a command says in a service's container, in a pod of one's choice or in any. Raises Failed."""
    where = pod or f"deployment/{NAME}-{service}"
    return kubectl("exec", where, "--container", service, "--", *command)


def told(*words: str) -> Any:  # noqa: ANN401
    """What kubectl tells, as data."""
    return json.loads(kubectl(*words, "--output", "json"))


def apply(things: Sequence[dict[str, Any]]) -> None:
    """Create or change objects."""
    kubectl("apply", "--filename", "-", stdin="\n---\n".join(json.dumps(one) for one in things))


def helm(verb: str, *words: str) -> str:
    """install or upgrade with the trial's values, waiting until all is ready. Raises Failed."""
    values = ("--values", CHART / "examples" / "laptop.yaml", "--values", TRIAL / "values.yaml")
    where = ("--namespace", NAMESPACE, "--wait", "--timeout", "8m")
    return must("helm", verb, RELEASE, CHART, *where, *values, *words, within_s=540)


def until(holds: Callable[[], bool], within_s: float, what: str, every_s: float = 1.0) -> None:
    """Wait for something. Raises Failed."""
    end = time.monotonic() + within_s
    while not holds():
        if time.monotonic() > end:
            raise Failed(f"not within {within_s:g} s: {what}")
        time.sleep(every_s)


def ready_replicas(deployment: str) -> int:
    """How many of its pods are ready."""
    found = told("get", "deployment", deployment)
    return int(found["status"].get("readyReplicas", 0))
