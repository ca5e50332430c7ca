"""`python -m deploy.trial`: the chart on a real cluster, one line per check. Needs kubectl, helm and a KUBECONFIG.

Images have to be where the cluster finds them: referencement:<version>, postgres:18, apache/kafka:4.3.1. Works in a
namespace of its own, which it removes at the end unless told to keep it.
"""

import secrets
import sys
import time
from collections.abc import Callable
from typing import Annotated

import typer

from deploy.trial import guards, layouts, upgrading, upkeep
from deploy.trial.tools import NAME, NAMESPACE, RELEASE, TRIAL, Failed, apply, helm, kubectl, must, run
from shared.contracts.topics import SERVICES

ENFORCED = "pod-security.kubernetes.io/enforce=restricted"
IMAGE = "referencement:0.1.0"

Only = Annotated[str, typer.Option(help="Names of checks, comma separated; the release has to be there unless install")]
Keep = Annotated[bool, typer.Option(help="Leave the namespace as it is at the end")]


def servers() -> str:
    """PostgreSQL and Kafka, and the secrets that lead to them."""
    run("kubectl", "create", "namespace", NAMESPACE)
    must("kubectl", "label", "--overwrite", "namespace", NAMESPACE, ENFORCED)
    password = secrets.token_hex(16)
    plain = [("trial-servers", {"password": password})]
    plain += [(f"{NAME}-{name}-database", {"username": name, "password": password}) for name in SERVICES]
    meta = {"apiVersion": "v1", "kind": "Secret"}
    apply([{**meta, "metadata": {"name": name}, "stringData": data} for name, data in plain])
    kubectl("apply", "--filename", str(TRIAL / "servers.yaml"))
    for name in ("postgres", "kafka"):
        kubectl("rollout", "status", "deployment", name, "--timeout=300s")
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
    "privileges": guards.privileges_are_refused,
    "network": lambda: guards.strangers_are_shut_out(IMAGE),
    "restart": lambda: upkeep.under_load(IMAGE, "load-restart", upkeep.rolling_restart),
    "upgrade": lambda: upkeep.under_load(IMAGE, "load-upgrade", upkeep.upgrade),
    "ahead": lambda: upkeep.under_load(IMAGE, "load-ahead", upgrading.there_and_back(upgrading.next_image(IMAGE))),
    "budget": guards.budget_refuses,
    "scale": lambda: upkeep.under_load(IMAGE, "load-scale", upkeep.scale),
    "kill": lambda: upkeep.under_load(IMAGE, "load-kill", upkeep.kill_pods, strict=False),
    "grow": lambda: guards.grows_under_load(IMAGE),
    "split": layouts.split,
}


def trial(only: Only = "", keep: Keep = False) -> None:
    """Run the checks in order; exit code 1 when one failed."""
    failed = 0
    chosen = only.split(",") if only else list(CHECKS)
    for name in chosen:
        started = time.monotonic()
        try:
            said = CHECKS[name]()
        except Failed as error:
            failed += 1
            said = f"{error}"
            print(f"FAIL {name:11}{time.monotonic() - started:5.0f} s  {said}", flush=True)
        else:
            print(f"ok   {name:11}{time.monotonic() - started:5.0f} s  {said}", flush=True)
    if not keep:
        run("helm", "uninstall", RELEASE, "--namespace", NAMESPACE, "--wait")
        run("kubectl", "delete", "namespace", NAMESPACE, "--wait=false")
    print(f"{len(chosen) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    typer.run(trial)
