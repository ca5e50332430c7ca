"""Texts that people enter: line ends made one, and what no text may hold."""

from collections.abc import Iterator, Mapping
from typing import Protocol, TypeVar

from shared.contracts.case_file import Answer
from shared.programme.faults import Fault
from shared.texts.public_text import PublicText, normalised
from shared.texts.rule import TextFault

LONGEST = 20_000
"""Characters of one text that a draft keeps: beyond any criterion's own limit, short of a nuisance."""
_RULE = PublicText(LONGEST, 0, lines=True)
V = TypeVar("V")


class Typed(Protocol):
    """The parts of a command that people type."""

    @property
    def facts(self) -> Mapping[str, Answer]: ...
    @property
    def answers(self) -> Mapping[str, Answer]: ...
    @property
    def notes(self) -> Mapping[str, str | None]: ...


def tidied(values: Mapping[str, V]) -> dict[str, V | str | None]:
    """Texts in one form, whichever system they come from; a text of blanks alone is none."""
    return {name: (normalised(value) or None) if isinstance(value, str) else value for name, value in values.items()}


def unkeepable(command: Typed) -> Iterator[Fault]:
    """Texts that are too long to keep, or break the rule that texts of HTTP commands keep."""
    parts = {"facts": command.facts, "answers": command.answers, "notes": command.notes}
    for part, values in parts.items():
        for name, value in values.items():
            path = f"{part}.{name[:80]}"
            texts = value if isinstance(value, tuple) else (value,)
            yield from (fault for text in texts if isinstance(text, str) for fault in _faults(path, text))


def _faults(path: str, text: str) -> Iterator[Fault]:
    if len(text) > LONGEST:
        yield Fault(path, "text_too_long", f"at most {LONGEST} characters")
        return
    try:
        _RULE.checked(text)
    except TextFault as broken:
        yield Fault(path, broken.code, broken.detail)
