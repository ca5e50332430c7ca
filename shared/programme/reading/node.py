"""Plain data read with its place: a wrong value is noted as a fault and reading goes on with a stand-in.

No stand-in outlives the reading: a document with a fault is refused whole.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from shared.programme.faults import Fault
from shared.programme.quantities import Number, exact, is_number
from shared.programme.reading.legible import check_legible
from shared.programme.reading.segments import segments
from shared.programme.shape import CENTURY
from shared.programme.vocabulary import Title

Word = TypeVar("Word", bound=StrEnum)


@dataclass(slots=True)
class Node:
    """A mapping of the document at `path`; `origins` tells the keys that an override brought from elsewhere."""

    value: Mapping[str, object]
    path: str
    faults: list[Fault]
    origins: Mapping[str, str] = field(default_factory=dict)
    _read: set[str] = field(default_factory=set)

    def fault(self, key: str, code: str, detail: str = "") -> None:
        """Note what is wrong at a key, or at the whole node for the empty key."""
        path = self.path if not key else self.origins.get(key, f"{self.path}.{key}" if self.path else key)
        self.faults.append(Fault(path, code, detail))

    def get(self, key: str) -> object:
        """The raw value, None if absent."""
        self._read.add(key)
        return self.value.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """A text that says something."""
        value = self.get(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or not value.strip():
            self.fault(key, "text_expected")
            return ""
        check_legible(self, key, value)
        return value

    def whole(self, key: str, default: int | None = None) -> int:
        """An integer, zero or more."""
        value = self.get(key)
        if value is None and default is not None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self.fault(key, "whole_number_expected")
            return 0
        return value

    def days(self, key: str, default: int | None = None) -> int:
        """A number of days, at most a century: beyond it a date cannot be reckoned."""
        count = self.whole(key, default)
        if count > CENTURY:
            self.fault(key, "number_too_large", f"at most {CENTURY}")
            return CENTURY
        return count

    def maybe_whole(self, key: str) -> int | None:
        """An integer, zero or more, or nothing."""
        return None if self.get(key) is None else self.whole(key)

    def number(self, key: str) -> Number:
        """A finite number."""
        value = self.get(key)
        if not is_number(value):
            self.fault(key, "number_expected")
            return 0
        return value

    def fraction(self, key: str) -> Fraction:
        """A number, zero or more, taken exactly as written."""
        value = Fraction(exact(self.number(key)))
        if value < 0:
            self.fault(key, "number_expected", "zero or more")
        return value

    def day(self, key: str) -> date:
        """A day, as a date or an ISO text."""
        value = self.get(key)
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fault(key, "day_expected", "YYYY-MM-DD")
            return date.min

    def flag(self, key: str, default: bool | None = None) -> bool:
        """True or false."""
        value = self.get(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, bool):
            self.fault(key, "flag_expected")
        return value is True

    def word(self, key: str, words: type[Word], default: Word | None = None) -> Word:
        """One of the closed words of the engine."""
        value = self.get(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or value not in set(words):
            self.fault(key, "word_unknown", f"one of {', '.join(words)}")
            return next(iter(words))
        return words(value)

    def texts(self, key: str, *, needed: bool = False) -> tuple[str, ...]:
        """A list of different texts, empty if absent."""
        value = self.get(key)
        if value is None and not needed:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
            self.fault(key, "texts_expected")
            return ()
        if needed and not value:
            self.fault(key, "texts_expected", "at least one")
        if len(set(value)) < len(value):
            self.fault(key, "repeated")
        return tuple(value)

    def wholes(self, key: str) -> tuple[int, ...]:
        """A list of integers, zero or more, empty if absent."""
        value = self.get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(type(one) is int and 0 <= one <= CENTURY for one in value):
            self.fault(key, "whole_numbers_expected", f"0 to {CENTURY}")
            return ()
        return tuple(value)

    def title(self, key: str = "title") -> Title:
        """A wording in both languages, neither empty."""
        node = self.at(key)
        fr, en = (node.get("fr"), node.get("en"))
        for language, wording in (("fr", fr), ("en", en)):
            if not isinstance(wording, str) or not wording.strip():
                node.fault(language, "title_empty")
            else:
                check_legible(node, language, wording)
        node.done()
        return Title(str(fr), str(en))

    def titles(self, key: str) -> dict[str, Title]:
        """The wordings of a mapping, none if absent."""
        node = self.maybe_at(key)
        return {} if node is None else {code: node.title(code) for code in node.value}

    def at(self, key: str) -> "Node":
        """The mapping under a key; an empty one if it is absent or no mapping."""
        value = self.get(key)
        if not isinstance(value, Mapping):
            self.fault(key, "mapping_expected")
            value = {}
        return Node(value, self.origins.get(key, f"{self.path}.{key}" if self.path else key), self.faults)

    def maybe_at(self, key: str) -> "Node | None":
        """The mapping under a key, or nothing."""
        return None if self.get(key) is None else self.at(key)

    def each(self, key: str) -> Iterator[tuple[str, "Node"]]:
        """The mappings under the keys of a mapping."""
        node = self.at(key)
        for name in node.value:
            yield name, node.at(name)

    def items(self, key: str) -> list["Node"]:
        """The mappings of a list; an id is used once in it."""
        value = self.get(key)
        if not isinstance(value, list):
            self.fault(key, "list_expected")
            return []
        base = self.origins.get(key, f"{self.path}.{key}" if self.path else key)
        nodes: list[Node] = []
        for name, item in zip(segments(value), value, strict=True):
            if not isinstance(item, Mapping):
                self.faults.append(Fault(f"{base}.{name}", "mapping_expected"))
                continue
            nodes.append(Node(item, f"{base}.{name}", self.faults))
            if isinstance(item.get("id"), str) and item["id"] != name:
                nodes[-1].fault("id", "id_repeated")
        return nodes

    def done(self) -> None:
        """Every key that nobody read is a fault: a misspelt rule must not pass in silence."""
        for key in self.value:
            if key not in self._read:
                self.fault(key, "key_unknown")
