"""A service's database put back to minutes ago, as docs/operations/backup-and-restore.md says.

The last check: acts of people are lost, and the oracle would say so.
"""

import json
import time

from deploy.trial.layouts import walked
from deploy.trial.load import Load
from deploy.trial.tools import NAME, Done, Failed, kubectl, run, told, until

SERVICE = "evaluation"
WALKS_S = 60
DUMP = "/var/run/postgresql/trial.dump"
AS_ITSELF = 'export PGPASSWORD="$SERVICES_PASSWORD"; '
GONE_S, ROLLED_S = 120, 300


def restored(image: str) -> str:
    """Dump, walk, put back, reconcile, repair, start, accept what is left; then nothing is left, and dossiers walk."""
    _in_postgres(f"pg_dump --format=custom --file={DUMP} --host=127.0.0.1 --username={SERVICE} {SERVICE}")
    with Load(image, "load-restore", strict=False):
        time.sleep(WALKS_S)
    _scale(0)
    _in_postgres(f"psql --quiet --username=postgres --command='DROP DATABASE {SERVICE} WITH (FORCE)'")
    _in_postgres(f"psql --quiet --username=postgres --command='CREATE DATABASE {SERVICE} OWNER {SERVICE}'")
    _in_postgres(f"pg_restore --no-owner --dbname={SERVICE} --host=127.0.0.1 --username={SERVICE} {DUMP}")
    found = _console(1, "reconcile").out.splitlines()[-1]
    repaired = _console(1, "reconcile", "--repair", "--by", "trial").out.splitlines()[-1]
    _scale(2)
    accepted = _accept_the_rest()
    _console(0, "reconcile", "--by", "trial")
    return f"{found}; repaired ({repaired}); {accepted} places accepted; exit code 0; {walked()}"


def _accept_the_rest() -> int:
    """Accept every place with a gap that is left; how many."""
    listed = run_console("reconcile", "--json").out.splitlines()
    gaps = [json.loads(line) for line in listed if line.startswith("{")]
    places = sorted({gap["place"] for gap in gaps if "accepted" not in gap})
    if places:
        _console(0, "reconcile", "accept", *places, "--by", "trial", "--reason", "lost with the database; tried")
    return len(places)


def run_console(*command: str) -> Done:
    """A command in the console's pod."""
    where = ("--namespace", told("get", "deployment", f"{NAME}-console")["metadata"]["namespace"])
    return run("kubectl", "exec", *where, f"deployment/{NAME}-console", "--", "referencement", *command)


def _console(code: int, *command: str) -> Done:
    done = run_console(*command)
    if done.code != code:
        raise Failed(f"{' '.join(command[:3])} ended with {done.code}, not {code}: {done.out[-600:]}")
    return done


def _in_postgres(command: str) -> None:
    kubectl("exec", "deployment/postgres", "--", "bash", "-c", AS_ITSELF + command)


def _scale(replicas: int) -> None:
    deployment = f"{NAME}-{SERVICE}"
    kubectl("scale", "deployment", deployment, f"--replicas={replicas}")
    if replicas:
        kubectl("rollout", "status", "deployment", deployment, f"--timeout={ROLLED_S}s", within_s=ROLLED_S + 20)
        return
    selector = f"app.kubernetes.io/component={SERVICE},referencement/role"
    until(lambda: not told("get", "pods", "--selector", selector)["items"], GONE_S, f"{SERVICE} stopped")
