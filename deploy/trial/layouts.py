"""What else a release can be made to do: roles in Deployments of their own, journals verified by their jobs."""

import time
from functools import partial

from deploy.trial.tools import NAME, NAMESPACE, RELEASE, Failed, helm, inside, kubectl, must, told, until
from shared.contracts.topics import SERVICES

ROLES = ("api", "worker", "relay")
SMALL = [
    word
    for role in ROLES
    for word in ("--set", f"process.{role}.replicas=1", "--set", f"process.{role}.resources.requests.cpu=20m")
]
"""Fifteen pods and the jobs have to find room on one small node."""
MEASURED_S, CLOCKS_DIFFER_S = 60, 600
VERIFIED = (
    "import time, urllib.request as u; "
    "lines = u.urlopen('http://127.0.0.1:8100/metrics').read().decode().splitlines(); "
    "print(max(float(l.split()[1]) for l in lines if l.startswith('referencement_journal_verified_timestamp')))"
)


def walked(*words: str) -> str:
    """helm test, and how long its dossier took."""
    said = must("helm", "test", RELEASE, "--namespace", NAMESPACE, "--logs", "--timeout", "5m", *words)
    return next((line for line in said.splitlines() if "dossiers in the catalogue" in line), said[-300:])


def split() -> str:
    """A Deployment per role, a dossier through them, and together again."""
    started = time.monotonic()
    helm("upgrade", "--set", "layout=split", *SMALL)
    took = time.monotonic() - started
    roles = [one["metadata"]["labels"]["referencement/role"] for one in _service_pods()]
    if sorted(set(roles)) != sorted(ROLES):
        raise Failed(f"roles of the pods: {roles}")
    said = walked()
    helm("upgrade")
    return f"15 Deployments of one role each after {took:.0f} s; {said}; together again"


def _service_pods() -> list[dict[str, dict[str, dict[str, str]]]]:
    pods = told("get", "pods", "--selector", "referencement/role")["items"]
    return [one for one in pods if "deletionTimestamp" not in one["metadata"]]


def journals() -> str:
    """Each service's CronJob, begun by hand: it ends well, and the service's metrics know of it."""
    lines = []
    for service in SERVICES:
        job = f"verify-{service}"
        kubectl("delete", "job", job, "--ignore-not-found")
        kubectl("create", "job", job, f"--from=cronjob/{NAME}-{service}-journal")
    for service in SERVICES:
        kubectl("wait", "--for=condition=complete", f"job/verify-{service}", "--timeout=180s")
        lines.append(kubectl("logs", f"job/verify-{service}"))
        # measured by each scrape anew, where that does not take too long
        until(partial(_verified, service), MEASURED_S, f"{service}: the metric says that its journal is verified")
    return "; ".join(lines)


def _verified(service: str) -> bool:
    return time.time() - float(inside(service, "python", "-c", VERIFIED)) < CLOCKS_DIFFER_S
