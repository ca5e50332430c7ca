"""Where and how many: autoscaling switched on without a dip, a pool of nodes that others may not use."""

import threading
import time
from types import TracebackType
from typing import Self

from deploy.trial.tools import NAME, Failed, helm, must, run, told

TAINT = "trial=pool:NoSchedule"
TOLERATION = ("key=trial", "operator=Equal", "value=pool", "effect=NoSchedule")
LOOKS_S = 0.2
SETTLES_S = 20


class Watched:
    """The fewest pods of a Deployment that were wanted, and that were ready, while the context was open."""

    def __init__(self, deployment: str) -> None:
        self.deployment = deployment
        self.wanted = self.ready = 1_000
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._end.wait(LOOKS_S):
            now = told("get", "deployment", self.deployment)
            self.wanted = min(self.wanted, now["spec"]["replicas"])
            self.ready = min(self.ready, now["status"].get("readyReplicas", 0))


def autoscaled() -> str:
    """HPA switched on and off for a service with two pods: never fewer are wanted, or ready."""
    scaling = "services.catalogue.process.all.autoscaling"
    on = ("type=hpa", "minReplicas=2", "maxReplicas=3", "cpu=100")
    with Watched(f"{NAME}-catalogue") as watched:
        helm("upgrade", *(word for value in on for word in ("--set", f"{scaling}.{value}")))
        time.sleep(SETTLES_S)
        helm("upgrade")
    if min(watched.wanted, watched.ready) < 2:  # noqa: PLR2004  # what the values say
        raise Failed(f"as few as {watched.wanted} pods wanted, {watched.ready} ready")
    return f"HPA on and off: never fewer than {watched.wanted} wanted, {watched.ready} ready"


def tainted() -> str:
    """Every pod and every Job of an upgrade tolerates the taint of the only node, by the values alone."""
    node = told("get", "nodes")["items"][0]["metadata"]["name"]
    must("kubectl", "taint", "node", node, TAINT, "--overwrite")
    try:
        places = ("process.all", "jobs", "console")
        words = [f"{place}.tolerations[0].{value}" for place in places for value in TOLERATION]
        helm("upgrade", *(word for value in words for word in ("--set", value)))
        pods = told("get", "pods", "--selector", "referencement/role")["items"]
        pods = [one for one in pods if "deletionTimestamp" not in one["metadata"]]
        bare = [one["metadata"]["name"] for one in pods if not _tolerates(one["spec"])]
    finally:
        run("kubectl", "taint", "node", node, f"{TAINT}-")
    helm("upgrade")
    if bare:
        raise Failed(f"pods without the toleration: {bare}")
    return f"{len(pods)} pods replaced on a tainted node, topics and migrations run there, too"


def _tolerates(spec: dict[str, list[dict[str, str]]]) -> bool:
    return any(one.get("key") == "trial" for one in spec.get("tolerations", ()))
