"""Words of an applicability expression, each with its column."""

import re
from dataclasses import dataclass
from enum import Enum, auto

MAX_LENGTH = 2_000
"""Longest expression read, in characters: a bound on work, far above any real condition."""

_WORDS = re.compile(
    r"""(?P<space>\s+)
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<text>"[^"\\]*"|'[^'\\]*')
      | (?P<sign>==|!=|\(|\))""",
    re.VERBOSE,
)
_KEYWORDS = frozenset({"or", "and", "not", "in", "true", "false"})


class ExpressionError(ValueError):
    """An expression that makes no sense or does not fit the declared facts; `position` is a column, from 1."""

    def __init__(self, position: int, code: str, detail: str) -> None:
        self.position = position
        self.code = code
        self.detail = detail
        super().__init__(f"column {position}: {code}: {detail}")


class ExpressionRefused(ValueError):
    """Everything that is wrong with one expression, in the order of reading."""

    def __init__(self, faults: tuple[ExpressionError, ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(map(str, faults)))


class Sort(Enum):
    """What a word is: a word of the grammar, a fact's name, a quoted text, or the end."""

    WORD = auto()
    NAME = auto()
    TEXT = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One word and where it begins, counted from 1; a text is held without its quotes."""

    sort: Sort
    value: str
    position: int

    @property
    def shown(self) -> str:
        """How a message names it."""
        return "the end" if self.sort is Sort.END else f"'{self.value}'"


def tokens(source: str) -> list[Token]:
    """Split an expression into words, closed by an end word."""
    if len(source) > MAX_LENGTH:
        raise ExpressionError(MAX_LENGTH + 1, "expression_too_long", f"at most {MAX_LENGTH} characters")
    found: list[Token] = []
    at = 0
    while at < len(source):
        match = _WORDS.match(source, at)
        if match is None:
            raise ExpressionError(at + 1, "unexpected_character", f"{source[at]!r} begins no word")
        if match.lastgroup != "space":
            found.append(_token(match, at + 1))
        at = match.end()
    return [*found, Token(Sort.END, "", len(source) + 1)]


def _token(match: re.Match[str], position: int) -> Token:
    word = match.group()
    if match.lastgroup == "text":
        return Token(Sort.TEXT, word[1:-1], position)
    if match.lastgroup == "name" and word not in _KEYWORDS:
        return Token(Sort.NAME, word, position)
    return Token(Sort.WORD, word, position)
