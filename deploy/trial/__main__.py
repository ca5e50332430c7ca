"""`python -m deploy.trial cluster|compose`: what is deployed, tried; one line per check, exit code 1: one failed.

compose: compose.yaml on an engine, in a project of its own; needs docker with compose.
cluster: the chart; needs kubectl, helm and a KUBECONFIG. Images have to be where the cluster finds them:
referencement:<version>, postgres:18, apache/kafka:4.3.1. Works in a namespace of its own.
Both remove what they made at the end unless told to keep it.
"""

import secrets
import sys
import time
from collections.abc import Callable
from typing import Annotated

import typer

from deploy.trial import (
    absences,
    guards,
    laptop,
    layouts,
    pasting,
    releases,
    restoring,
    rotating,
    scheduling,
    upgrading,
    upkeep,
)
from deploy.trial.ahead import ROOT, version_of
from deploy.trial.tools import NAME, NAMESPACE, RELEASE, TRIAL, Failed, apply, helm, kubectl, must, run
from shared.contracts.topics import SERVICES

ENFORCED = "pod-security.kubernetes.io/enforce=restricted"
IMAGE = f"referencement:{version_of(ROOT)}"

Part = Annotated[str, typer.Argument(help="cluster or compose")]
Only = Annotated[str, typer.Option(help="Names of checks, comma separated; the line has to be there unless the first")]
Keep = Annotated[bool, typer.Option(help="Leave all as it is at the end")]


def servers() -> str:
    """PostgreSQL and Kafka, and the secrets that lead to them."""
    run("kubectl", "create", "namespace", NAMESPACE)
    must("kubectl", "label", "--overwrite", "namespace", NAMESPACE, ENFORCED)
    password = secrets.token_hex(16)
    plain = [("trial-servers", {"password": password})]
    plain += [(f"{NAME}-{name}-database", {"username": name, "password": password}) for name in SERVICES]
    plain += rotating.broker_secrets(password)
    meta = {"apiVersion": "v1", "kind": "Secret"}
    apply([{**meta, "metadata": {"name": name}, "stringData": data} for name, data in plain])
    kubectl("apply", "--filename", str(TRIAL / "servers.yaml"))
    for name in ("postgres", "kafka"):
        kubectl("rollout", "status", "deployment", name, "--timeout=300s")
    rotating.add_scram_users(dict.fromkeys(rotating.BROKER_USERS, password))
    return "PostgreSQL and Kafka ready"


def install() -> str:
    """helm install --wait."""
    started = time.monotonic()
    helm("install")
    return f"10 pods ready after {time.monotonic() - started:.0f} s, topics and migrations before them"


def again() -> str:
    """The same upgrade once more: jobs are safe to repeat, nothing rolls."""
    before = kubectl("get", "pods", "--output", "name", "--selector", "referencement/role=all")
    helm("upgrade")
    after = kubectl("get", "pods", "--output", "name", "--selector", "referencement/role=all")
    if before != after:
        raise Failed("pods were replaced although nothing changed")
    return "upgrade to the same: jobs ran again, no pod replaced"


CHECKS: dict[str, Callable[[], str]] = {
    "servers": servers,
    "install": install,
    "test": layouts.walked,
    "again": again,
    "journal": layouts.journals,
    "privileges": lambda: guards.privileges_are_refused(IMAGE),
    "network": lambda: guards.strangers_are_shut_out(IMAGE),
    "restart": lambda: upkeep.under_load(IMAGE, "load-restart", upkeep.rolling_restart),
    "upgrade": lambda: upkeep.under_load(IMAGE, "load-upgrade", upkeep.upgrade),
    "ahead": lambda: upkeep.under_load(IMAGE, "load-ahead", upgrading.there_and_back(upgrading.next_image(IMAGE))),
    "hpa": scheduling.autoscaled,
    "tainted": scheduling.tainted,
    "runbooks": pasting.pasted,
    "rotate": lambda: upkeep.under_load(IMAGE, "load-rotate", rotating.rotated, strict=False),
    "away": lambda: absences.away(IMAGE),
    "budget": guards.budget_refuses,
    "scale": lambda: upkeep.under_load(IMAGE, "load-scale", upkeep.scale),
    "kill": lambda: upkeep.under_load(IMAGE, "load-kill", upkeep.kill_pods, strict=False),
    "grow": lambda: guards.grows_under_load(IMAGE),
    "split": layouts.split,
    "releases": releases.two,
    "restore": lambda: restoring.restored(IMAGE),
}


def away() -> None:
    """The release and its namespace."""
    run("helm", "uninstall", RELEASE, "--namespace", NAMESPACE, "--wait")
    run("kubectl", "delete", "namespace", NAMESPACE, "--wait=false")


TRIALS = {"cluster": (CHECKS, away), "compose": (laptop.CHECKS, laptop.away)}


def trial(part: Part = "cluster", only: Only = "", keep: Keep = False) -> None:
    """Run the checks in order; exit code 1 when one failed."""
    checks, remove = TRIALS[part]
    chosen = only.split(",") if only else list(checks)
    failed = sum(not passes(name, checks[name]) for name in chosen)
    if not keep:
        remove()
    print(f"{len(chosen) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


def passes(name: str, check: Callable[[], str]) -> bool:
    """Run it and print its line."""
    started = time.monotonic()
    try:
        said, passed = check(), True
    except Failed as error:
        said, passed = str(error), False
    print(f"{'ok  ' if passed else 'FAIL'} {name:11}{time.monotonic() - started:5.0f} s  {said}", flush=True)
    return passed


if __name__ == "__main__":
    typer.run(trial)
