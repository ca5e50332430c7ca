"""Every command that a runbook or a page of day 2 tells is one of the console's, with options that it has."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from deploy.console.main import app
from deploy.observing.writing import DEPLOY

PAGES = sorted([*(DEPLOY / "runbooks").glob("*.md"), *(DEPLOY / "operations").glob("*.md")])
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
