"""What the chart carries of the rest of the project, and its README: `python -m deploy.chart.files` writes both anew.

A chart is packed by itself, so it cannot look beside its folder: topics, access rights, rules and dashboards come
from the code, scripts from their own folder.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deploy.chart.values import readme
from deploy.console.places import all_services
from deploy.dashboards.files import board_files
from deploy.observing.inhibition import rules as inhibition_rules
from deploy.observing.rules import Scope, rule_files
from shared.contracts.registry import written_by
from shared.contracts.topics import TOPICS

DEPLOY = Path(__file__).parents[1]
FILES = Path(__file__).parent / "referencement" / "files"
README = FILES.with_name("README.md")
SCOPE = Scope("namespace.example", "release.example", "objects.example")
"""Names that the chart replaces by those of its release."""


def line() -> dict[str, Any]:
    """Topics as declared; who reads and writes which, in which group; templates add the prefix."""
    services = {
        service.name: {
            "group": service.subscriptions.names.group(service.name),
            "reads": sorted(service.subscriptions.topics),
            "writes": sorted(written_by(service.name)),
        }
        for service in all_services()
    }
    topics = [{"name": one.name, "partitions": one.partitions, "config": one.config} for one in TOPICS]
    return {"services": services, "topics": topics}


def wanted() -> Mapping[str, str]:
    """Every file by its path under files/."""
    scripts = {f"backups/{file.name}": file.read_text() for file in sorted((DEPLOY / "backups").glob("*.sh"))}
    dashboards = {f"dashboards/{name}": text for name, text in board_files().items()}
    alerts = {f"alerts/{name}": text for name, text in rule_files(SCOPE).items()}
    inhibition = json.dumps(inhibition_rules(), indent=1) + "\n"
    own = {"line.json": json.dumps(line(), indent=1) + "\n", "inhibition.json": inhibition}
    return {**own, **scripts, **dashboards, **alerts}


def present() -> Mapping[str, str]:
    """What is there now."""
    found = (file for file in FILES.rglob("*") if file.is_file())
    return {file.relative_to(FILES).as_posix(): file.read_text() for file in found}


def write() -> None:
    """Bring files/ and the README with the table of values up to date."""
    README.write_text(readme(), "utf-8")
    for stale in present().keys() - wanted().keys():
        (FILES / stale).unlink()
    for name, text in wanted().items():
        (FILES / name).parent.mkdir(parents=True, exist_ok=True)
        (FILES / name).write_text(text)


if __name__ == "__main__":
    write()
