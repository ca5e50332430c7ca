"""Stored text as a terminal shows it: as it is, never as markup, never as commands to the terminal."""

import json
from typing import Any

import typer
from rich.text import Text


def plain(value: object) -> str:
    """One line of visible characters: control characters, line breaks and invisible ones as escapes."""
    text = str(value)
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else _escaped(one) for one in text)


def _escaped(character: str) -> str:
    """As JSON may write it: a line of JSON stays one. json leaves DEL as it is, terminals do not."""
    return "\\u007f" if character == "\x7f" else json.dumps(character)[1:-1]


def cell(value: object) -> Text:
    """A cell of a table: rich reads square brackets of a `str` as markup, those of a `Text` it shows."""
    return Text("" if value is None else plain(value))


def say(line: object, **options: Any) -> None:  # noqa: ANN401  # those of typer.echo
    """One line that holds stored text."""
    typer.echo(plain(line), **options)
