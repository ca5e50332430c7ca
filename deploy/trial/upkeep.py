"""What operators do to a release while dossiers flow: restart, upgrade, scale, lose pods."""

import time
from collections.abc import Callable
from itertools import cycle

from deploy.trial.load import Load
from deploy.trial.tools import NAME, Failed, helm, kubectl, ready_replicas, told, until
from shared.contracts.topics import SERVICES

ROLLED_S, SCALED_S = 400, 240
KILLS, KILL_EVERY_S = 6, 10


def under_load(image: str, name: str, work: Callable[[], str], *, strict: bool = True) -> str:
    """Do it while dossiers walk; what it came to, and what the load and the oracle say."""
    with Load(image, name, strict=strict) as load:
        did = work()
    counted = [line for line in load.said.splitlines() if "dossiers in the catalogue" in line or "oracle" in line]
    if load.code:
        raise Failed(f"{did}; load: {load.said[-900:]}")
    return "; ".join([did, *counted])


def rolling_restart() -> str:
    """All five at once."""
    kubectl("rollout", "restart", "deployment", *(f"{NAME}-{name}" for name in SERVICES))
    for name in SERVICES:
        kubectl("rollout", "status", "deployment", f"{NAME}-{name}", f"--timeout={ROLLED_S}s", within_s=ROLLED_S + 20)
    return "10 pods replaced"


def upgrade() -> str:
    """Another value in every pod; migrations and topics run again first."""
    helm("upgrade", "--set", "telemetry.logLevel=WARNING")
    return "topics and migrations ran again, all pods replaced by ones with another value"


def scale() -> str:
    """Catalogue 1, 4, 1."""
    for replicas in (1, 4, 1):
        helm("upgrade", "--set", f"services.catalogue.process.all.replicas={replicas}")
        until(lambda wanted=replicas: ready_replicas(f"{NAME}-catalogue") == wanted, SCALED_S, f"{replicas} replicas")  # type: ignore[misc]  # a default binds the loop's value
    return "catalogue 1, 4, 1"


def kill_pods() -> str:
    """A pod every ten seconds, without a word of warning."""
    for _, service in zip(range(KILLS), cycle(SERVICES), strict=False):
        selector = f"app.kubernetes.io/component={service}"
        pods = told("get", "pods", "--selector", selector)["items"]
        kubectl("delete", "pod", pods[0]["metadata"]["name"], "--grace-period=0", "--force", "--wait=false")
        time.sleep(KILL_EVERY_S)
    for service in SERVICES:
        until(lambda one=service: ready_replicas(f"{NAME}-{one}") >= 1, SCALED_S, f"{service} back")  # type: ignore[misc]  # a default binds the loop's value
    return f"{KILLS} pods killed"
