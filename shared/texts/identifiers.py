"""Texts that name something: codes, ids, digests, seeds. They travel in events, so none is a person's sentence."""

import re
from collections.abc import Hashable
from dataclasses import dataclass
from uuid import UUID

from shared.texts.public_text import PublicText
from shared.texts.rule import Rule, TextFault


@dataclass(frozen=True, slots=True)
class Code(Rule):
    """1 to 64 letters, digits, `_ . -`, and what `more` allows; the first a letter or digit."""

    more: str = ""
    fault: str = "not_a_code"

    def checked(self, value: str) -> str:
        """The code as it is. TextFault: not_a_code, or the code given as `fault`."""
        if not re.fullmatch(self.pattern, value):
            raise TextFault(self.fault, f"1 to 64 letters, digits, _ . -{self.more}")
        return value

    @property
    def pattern(self) -> str:
        """As a regular expression."""
        return rf"[A-Za-z0-9][A-Za-z0-9_.{re.escape(self.more)}-]{{0,63}}"

    def schema(self) -> dict[str, object]:
        """The pattern."""
        return {"pattern": f"^{self.pattern}$"}


@dataclass(frozen=True, slots=True)
class Pattern(Rule):
    """A text of one exact form."""

    pattern: str
    fault: str
    what: str

    def checked(self, value: str) -> str:
        """The text as it is. TextFault: the code given as `fault`."""
        if not re.fullmatch(self.pattern, value):
            raise TextFault(self.fault, self.what)
        return value

    def schema(self) -> dict[str, object]:
        """The pattern."""
        return {"pattern": f"^{self.pattern}$"}


@dataclass(frozen=True, slots=True)
class Id(Rule):
    """An id that this line gave: a UUID, kept in lower case."""

    def checked(self, value: str) -> str:
        """The id in its usual form. TextFault: not_an_id."""
        try:
            if len(value) != len("00000000-0000-0000-0000-000000000000"):
                raise ValueError(value[:80])
            return str(UUID(value))
        except ValueError:
            raise TextFault("not_an_id", "an id as this service gave it (UUID)") from None

    def schema(self) -> dict[str, object]:
        """A UUID."""
        return {"format": "uuid"}


@dataclass(frozen=True, slots=True)
class ListOf(Rule):
    """A list of at most `most` entries, `unique` where one entry twice says nothing."""

    most: int
    unique: bool = True

    def checked(self, value: tuple[Hashable, ...]) -> tuple[Hashable, ...]:
        """The list as it is. TextFault: too_many, repeated (with its place)."""
        if len(value) > self.most:
            raise TextFault("too_many", f"at most {self.most}")
        seen: set[Hashable] = set()
        for place, one in enumerate(value):
            if self.unique and one in seen:
                raise TextFault("repeated", "each entry once", str(place))
            seen.add(one)
        return value

    def schema(self) -> dict[str, object]:
        """Number and uniqueness."""
        return {"maxItems": self.most, **({"uniqueItems": True} if self.unique else {})}


@dataclass(frozen=True, slots=True)
class MappingOf(Rule):
    """A mapping of at most `most` entries."""

    most: int

    def checked(self, value: dict[str, object]) -> dict[str, object]:
        """The mapping as it is. TextFault: too_many."""
        if len(value) > self.most:
            raise TextFault("too_many", f"at most {self.most}")
        return value

    def schema(self) -> dict[str, object]:
        """The number."""
        return {"maxProperties": self.most}


@dataclass(frozen=True, slots=True)
class AnswerText(Rule):
    """An answer of a questionnaire: its texts, where it has any, are people's texts of any number of lines."""

    covers_all = True
    most: int
    most_entries: int = 200

    def checked(self, value: object) -> object:
        """The answer; its texts as PublicText keeps them, empty ones included. TextFault: as there, too_many."""
        rule = PublicText(self.most, 0, lines=True)
        if isinstance(value, str):
            return rule.checked(value)
        if not isinstance(value, tuple):
            return value
        if len(value) > self.most_entries:
            raise TextFault("too_many", f"at most {self.most_entries}")
        return tuple(rule.checked(one) for one in value)
