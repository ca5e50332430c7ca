"""Every command that alerts and runbooks name, pasted into a shell as it stands, on the running release."""

import re
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from deploy.observing.runbooks import Runbook, runbooks
from deploy.trial.tools import CHART, NAME, NAMESPACE, RELEASE, TRIAL, Done, Failed, kubectl, must, run, told
from shared.contracts.topics import SERVICES

LABEL = re.compile(r"\{\{\s*\$labels\.(\w+)\s*\}\}")
SPAN = re.compile(r"`((?:referencement|kubectl) [^`]+)`")
FENCE = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
NOBODY = str(uuid.UUID(int=0))
PLACES = {
    "SERVICE": "intake", "YOU": "trial", "NAMESPACE": NAMESPACE, "RELEASE": RELEASE, "NAME": NAME,
    "ID": NOBODY, "DOSSIER": NOBODY, "PLACE": NOBODY, "FOLDER": "/tmp/trial-export", "FILE": "/tmp/trial-root",  # noqa: S108  # in the pod
}  # fmt: skip
"""What pages leave for people to fill in."""
UNUSABLE = (
    "Where is the line?", "Traceback", "Usage:", "No such command", "No such option", "command not found", "error: ",
    "unable to upgrade", "(NotFound)",
)  # fmt: skip
"""Words of a shell, of kubectl or of the console that could not make anything of a line."""
NOT_HERE = 'the server doesn\'t have a resource type "certificates"'
"""A line for clusters with cert-manager, says its page."""
THERE = re.compile(r"^kubectl get (pods|deployments|secrets|cronjobs|persistentvolumeclaims) ")
"""What every release has."""
CODES = frozenset({0, 1, 2})
"""0: all well; 1: something was found; 2: what the line names is not there."""
EXPLAINED = re.compile(r"^\(exit code (\d+)\)$", re.MULTILINE)
RULES = ("--set", "monitoring.rules.enabled=true", "--set", "monitoring.runbooks=https://runbooks.example",
         "--set", "monitoring.grafana=https://grafana.example")  # fmt: skip


def pasted() -> str:
    """Alerts first, then the pages."""
    shell = _function()
    wrong: list[str] = []
    alerts = sorted({*_alert_commands()})
    pod = told("get", "pods", "--selector", "app.kubernetes.io/component=intake")["items"][0]["metadata"]["name"]
    pages = sorted({re.sub(r"\bPOD\b", pod, line) for page in runbooks() for line in page_commands(page)})
    kubectl("delete", "job", "anchor-now", "--ignore-not-found")  # which one of the lines makes
    for line in [*alerts, *pages]:
        if fault := fault_of(line, _paste(shell, line)):
            wrong.append(f"{line}: {fault}")
    if wrong:
        raise Failed(f"{len(wrong)} of {len(alerts) + len(pages)}: " + "; ".join(wrong))
    return f"{len(alerts)} commands of alerts, {len(pages)} of {len(runbooks())} runbooks; each did what it says"


def _function() -> str:
    """What the release's notes say to paste first."""
    notes = must("helm", "get", "notes", RELEASE, "--namespace", NAMESPACE)
    found = [line.strip() for line in notes.splitlines() if line.strip().startswith("referencement()")]
    if not found:
        raise Failed("the notes of the release do not say how to run a command")
    return found[0]


def _alert_commands() -> Iterator[str]:
    """As the chart writes them, each for one service after the other."""
    values = ("--values", CHART / "examples" / "laptop.yaml", "--values", TRIAL / "values.yaml")
    made = must("helm", "template", RELEASE, CHART, "--namespace", NAMESPACE, *values, *RULES)
    rules = [one for one in yaml.safe_load_all(made) if one and one["kind"] == "PrometheusRule"]
    commands = [rule["annotations"]["command"] for one in rules for rule in _alerts(one)]
    if not commands:
        raise Failed("the chart writes no alert with a command")
    for number, command in enumerate(commands):
        yield _labelled(command, {"service": SERVICES[number % len(SERVICES)], "namespace": NAMESPACE})


def _alerts(rules: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for group in rules["spec"]["groups"]:
        yield from (rule for rule in group["rules"] if "alert" in rule)


def _labelled(command: str, labels: Mapping[str, str]) -> str:
    return LABEL.sub(lambda found: labels[found[1]], command)


def page_commands(page: Runbook) -> Iterator[str]:
    """Lines and spans of a page that are whole commands, with somebody's names in the places of those to fill in."""
    blocks = [line.strip() for block in FENCE.findall(page.text) for line in block.splitlines()]
    spans = SPAN.findall(FENCE.sub("", page.text))
    for line in [*blocks, *spans]:
        if line.startswith(("referencement ", "kubectl ")):
            yield filled_in(line)


def filled_in(line: str) -> str:
    """A command of a page for a service, a person, a record, a dossier."""
    for word, place in PLACES.items():
        line = re.sub(rf"\b{word}\b", place, line)
    return line.replace("…", "tried")


def _paste(shell: str, line: str) -> Done:
    return run("bash", "-c", f"{shell}\n{line}", within_s=300)


def fault_of(line: str, done: Done) -> str:
    """Why a line was of no use; empty: it was."""
    unusable = next((word for word in UNUSABLE if word in done.out), "")
    if THERE.match(line) and "No resources found" in done.out:
        return "it finds nothing of the release"
    if done.out.endswith(NOT_HERE):
        return ""
    codes = {done.code, *map(int, EXPLAINED.findall(done.out))}
    if not unusable and codes <= CODES:
        return ""
    return f"exit code {done.code}: {done.out[-200:]}"
