"""Texts that people type: line ends made one, and what no text may hold."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from shared.contracts.case_file import Answer
from shared.programme.faults import Fault
from shared.texts.public_text import normalised, refuse_forbidden
from shared.texts.rule import TextFault

LONGEST = 20_000
"""Characters of one text that a draft keeps: beyond any criterion's own limit, short of a nuisance."""


class Typed(Protocol):
    """The parts of a command that people type."""

    @property
    def facts(self) -> Mapping[str, Answer]: ...
    @property
    def answers(self) -> Mapping[str, Answer]: ...
    @property
    def notes(self) -> Mapping[str, str | None]: ...


def tidied(values: Mapping[str, Answer]) -> dict[str, Answer]:
    """Texts in one form, whichever system typed them; a text of blanks alone is no answer."""
    return {name: _tidied(value) if isinstance(value, str) else value for name, value in values.items()}


def _tidied(text: str) -> str | None:
    return normalised(text) or None


def unkeepable(command: Typed) -> Iterator[Fault]:
    """Texts that are too long to keep, or hold signs that cannot be shown."""
    parts = {"facts": command.facts, "answers": command.answers, "notes": command.notes}
    for part, values in parts.items():
        for name, value in values.items():
            place = f"{part}.{name[:80]}"
            texts = value if isinstance(value, tuple) else (value,)
            yield from (fault for text in texts if isinstance(text, str) for fault in _faults(place, text))


def _faults(place: str, text: str) -> Iterator[Fault]:
    if len(text) > LONGEST:
        yield Fault(place, "text_too_long", f"at most {LONGEST} characters")
        return
    try:
        refuse_forbidden(text.replace("\r\n", "\n").replace("\r", "\n"))
    except TextFault as broken:
        yield Fault(place, broken.code, broken.detail)
