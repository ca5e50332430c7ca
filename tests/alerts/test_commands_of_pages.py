"""Every command that a runbook or a page of day 2 tells is one of the console's, with options that it has."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from deploy.console.main import app
from deploy.observing.rules import DEPLOY, alerts
from deploy.observing.runbooks import runbooks
from shared.contracts.topics import SERVICES

DOCS = DEPLOY.parent / "docs"
PAGES = sorted(page for folder in ("runbooks", "operations", "guides") for page in (DOCS / folder).rglob("*.md"))
PASTED = [
    *{str(alert.rule()["annotations"]["command"]) for alert in alerts()},  # type: ignore[index]  # a rule is plain data
    *{look for page in runbooks() for service in ("SERVICE", None) for look in page.looks(service)},
]
CONSOLE = typer.main.get_command(app)


def commands(text: str) -> Iterator[str]:
    """Those in backticks, and those in blocks."""
    yield from re.findall(r"`(referencement [^`\n]+)`", text)
    for block in re.findall(r"```\w*\n(.*?)```", text, re.DOTALL):
        yield from (line.lstrip("$ ") for line in block.splitlines() if line.lstrip("$ ").startswith("referencement "))


def unknown(command: str) -> list[str]:
    """The words that the console does not know."""
    found: Any = CONSOLE
    words = command.split()[1:]
    while words and hasattr(found, "commands"):
        if words[0].startswith("--") and found.invoke_without_command:
            break
        name = words.pop(0)
        if name not in found.commands:
            return [name]
        found = found.commands[name]
    options = {option for parameter in found.params for option in (*parameter.opts, *parameter.secondary_opts)}
    return [word for word in words if word.startswith("--") and word not in options]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_the_console_knows_every_command_of_a_page(page: Path) -> None:
    told = list(commands(page.read_text("utf-8")))

    assert {command: unknown(command) for command in told if unknown(command)} == {}


def test_a_command_that_nobody_wrote_is_found_out() -> None:
    assert unknown("referencement parked burn") == ["burn"]
    assert unknown("referencement parked drop ID --now") == ["--now"]
    assert unknown("referencement journal verify --by YOU") == []


def refused(command: str, service: str) -> str:
    """What the console's own parser says against a whole line; nothing is run."""
    words = shlex.split(command.replace("{{ $labels.service }}", service).replace("SERVICE", service))[1:]
    found: Any = CONSOLE
    context = None
    try:
        while True:
            context = found.make_context(found.name, words, parent=context)
            words = [*context._protected_args, *context.args]
            if not (words and hasattr(found, "commands")):
                return ""
            _, found, words = found.resolve_command(context, words)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


@pytest.mark.parametrize("command", sorted(PASTED))
def test_a_line_that_is_pasted_is_whole(command: str) -> None:
    assert {service: refused(command, service) for service in SERVICES} == dict.fromkeys(SERVICES, "")


def test_a_line_that_is_not_whole_is_found_out() -> None:
    assert "Missing parameter: dossier" in refused("referencement trace", "intake")
    assert "No such option" in refused("referencement relay status --servise intake", "intake")
