"""The commands of the console, as typer knows them."""

from collections.abc import Iterator
from typing import Any

import typer

from deploy.console.main import app
from deploy.docs.reference.table import anchor, table

Command = Any
"""Click's, which typer carries inside itself and gives no name."""


def page() -> str:
    """Every command with what it does, its arguments and its options."""
    parts = [
        "# Console\n",
        "`referencement COMMAND`; each takes `--help`. "
        "What commands mean for an operator: [the console](../../deploy/console/README.md).\n",
    ]
    for path, command in commands():
        parts += [f"{anchor('-'.join(path))}\n\n## `referencement {' '.join(path)}`\n", f"{_help(command)}\n"]
        rows = [_row(parameter) for parameter in command.params if parameter.name != "help"]
        parts += [table(("argument or option", "default", "meaning"), rows)] if rows else []
    return "\n".join(parts)


def commands() -> Iterator[tuple[tuple[str, ...], Command]]:
    """Path and command of each that can be run, sorted."""
    yield from sorted(_below((), typer.main.get_command(app)), key=lambda one: one[0])


def _below(path: tuple[str, ...], command: Command) -> Iterator[tuple[tuple[str, ...], Command]]:
    inner = getattr(command, "commands", {})
    if path and (not inner or command.invoke_without_command):
        yield path, command
    for name, one in inner.items():
        yield from _below((*path, name), one)


def _help(command: Command) -> str:
    paragraphs = (command.help or "").strip().split("\n\n")
    return "\n\n".join(" ".join(one.split()) for one in paragraphs)


def _row(parameter: typer.core.TyperOption | typer.core.TyperArgument) -> tuple[str, str, str]:
    names = (
        ", ".join(f"`{name}`" for name in parameter.opts)
        if parameter.param_type_name == "option"
        else f"`{parameter.name.upper()}`"
    )
    default = "required" if parameter.required else _default(parameter.default)
    return names, default, getattr(parameter, "help", "") or ""


def _default(value: object) -> str:
    return "" if value in (None, False, "", []) or callable(value) else f"`{value}`"
