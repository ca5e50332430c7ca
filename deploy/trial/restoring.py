"""A service's database put back to minutes ago, by the Jobs and lines of docs/operations/backup-and-restore.md.

The last check: acts of people are lost, and the oracle would say so.
"""

import json
import time
from collections import Counter

from deploy.trial.layouts import walked
from deploy.trial.load import Load
from deploy.trial.tools import NAME, NAMESPACE, Done, Failed, helm, kubectl, run, told, until

SERVICE = "evaluation"
WALKS_S = 60
GONE_S, ROLLED_S, JOB_S = 120, 300, 240
BACKUPS = ("--set", "backups.enabled=true", "--set", "backups.volume.size=1Gi")
DUMP, RESTORE = "trial-dump", f"trial-restore-{SERVICE}"
PLACED = (
    f"kubectl create job --namespace {NAMESPACE} --from=cronjob/{NAME}-restore {RESTORE} --dry-run=client --output=yaml"
    f" | kubectl set env --local --filename=- SERVICE={SERVICE} FILE= --output=yaml | kubectl create --filename=-"
)


def restored(image: str) -> str:
    """Dump, walk, put back, migrate, reconcile, repair, start, accept what is left; then a dossier walks."""
    kubectl("delete", "job", DUMP, RESTORE, "--ignore-not-found")
    helm("upgrade", *BACKUPS, "--wait=hookOnly")  # the volume is bound when the first dump wants it, says the page
    kubectl("create", "job", DUMP, f"--from=cronjob/{NAME}-backup-dumps")
    dumped = _ended(DUMP)
    with Load(image, "load-restore", strict=False):
        time.sleep(WALKS_S)
    _scale(0)
    if (made := run("bash", "-o", "pipefail", "-c", PLACED)).code:
        raise Failed(f"the restore's Job: {made.out[-600:]}")
    placed = _ended(RESTORE)[-1]
    _console(0, "migrate", SERVICE)
    found = _console(1, "reconcile").out.splitlines()[-1]
    repaired = _console(1, "reconcile", "--repair", "--by", "trial").out.splitlines()[-1]
    _scale(2)
    accepted = _accept_the_rest()
    _console(0, "reconcile", "--by", "trial")
    helm("upgrade")
    return (
        f"{len(dumped)} dumps by the CronJob, the Job: {placed}; {found}; repaired ({repaired}); {accepted} accepted; "
        f"exit code 0; {walked()}"
    )


def _ended(job: str) -> list[str]:
    """What a Job said that came to a good end. Raises Failed."""
    until(lambda: _over(job), JOB_S, f"{job} ends")
    said = kubectl("logs", f"job/{job}", "--all-containers").splitlines()
    if not told("get", "job", job)["status"].get("succeeded"):
        raise Failed(f"{job}: {' '.join(said)[-600:]}")
    return said


def _over(job: str) -> bool:
    found = told("get", "job", job)["status"].get("conditions", ())
    return any(one["status"] == "True" and one["type"] in ("Complete", "Failed") for one in found)


def _accept_the_rest() -> int:
    """Accept all gaps of each kind that are left; how many."""
    listed = run_console("reconcile", "--json").out.splitlines()
    gaps = [json.loads(line) for line in listed if line.startswith("{")]
    left = Counter((gap["service"], gap["kind"]) for gap in gaps if "accepted" not in gap)
    for (service, kind), count in sorted(left.items()):
        these = ("--service", service, "--kind", kind, "--count", str(count))
        _console(0, "reconcile", "accept", *these, "--by", "trial", "--reason", "lost with the database; tried")
    return left.total()


def run_console(*command: str) -> Done:
    """A command in the console's pod."""
    where = ("--namespace", NAMESPACE, f"deployment/{NAME}-console")
    return run("kubectl", "exec", *where, "--", "referencement", *command)


def _console(code: int, *command: str) -> Done:
    done = run_console(*command)
    if done.code != code:
        raise Failed(f"{' '.join(command[:3])} ended with {done.code}, not {code}: {done.out[-600:]}")
    return done


def _scale(replicas: int) -> None:
    deployment = f"{NAME}-{SERVICE}"
    kubectl("scale", "deployment", deployment, f"--replicas={replicas}")
    if replicas:
        kubectl("rollout", "status", "deployment", deployment, f"--timeout={ROLLED_S}s", within_s=ROLLED_S + 20)
        return
    selector = f"app.kubernetes.io/component={SERVICE},referencement/role"
    until(lambda: not told("get", "pods", "--selector", selector)["items"], GONE_S, f"{SERVICE} stopped")
