"""Grammar of applicability expressions (criteria.md 4.2), read by recursive descent.

either     := both ("or" both)*
both       := inverse ("and" inverse)*
inverse    := "not" inverse | comparison
comparison := operand (("==" | "!=" | "in" | "not" "in") operand)?
operand    := "(" either ")" | fact | text | "true" | "false"
"""

from dataclasses import dataclass

from shared.programme.tokens import ExpressionError, Sort, Token, tokens

MAX_NESTING = 40
"""Deepest nesting read, in levels of parentheses or of "not"."""


@dataclass(frozen=True, slots=True)
class Name:
    """A declared fact, by its id."""

    id: str
    position: int


@dataclass(frozen=True, slots=True)
class Literal:
    """A quoted text, or true or false."""

    value: str | bool
    position: int


@dataclass(frozen=True, slots=True)
class Inverse:
    """not operand"""

    operand: "Node"
    position: int


@dataclass(frozen=True, slots=True)
class Series:
    """operand and operand …, or operand or operand …"""

    word: str
    operands: tuple["Node", ...]
    position: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """left == right, or left in right; `inverted` for != and not in."""

    word: str
    left: "Node"
    right: "Node"
    inverted: bool
    position: int


Node = Name | Literal | Inverse | Series | Comparison


def parse(source: str) -> Node:
    """Read a whole expression, or say at which column it stops making sense."""
    reader = _Reader(tokens(source))
    node = reader.either(0)
    if reader.next.sort is not Sort.END:
        raise reader.unexpected("the end")
    return node


class _Reader:
    def __init__(self, words: list[Token]) -> None:
        self._words = words
        self._at = 0

    @property
    def next(self) -> Token:
        return self._words[self._at]

    def unexpected(self, wanted: str) -> ExpressionError:
        return ExpressionError(self.next.position, "unexpected_word", f"{wanted} expected, not {self.next.shown}")

    def either(self, depth: int) -> Node:
        return self._series("or", depth)

    def _series(self, word: str, depth: int) -> Node:
        position = self.next.position
        operands = [self._member(word, depth)]
        while self._takes(word):
            operands.append(self._member(word, depth))
        return operands[0] if len(operands) == 1 else Series(word, tuple(operands), position)

    def _member(self, word: str, depth: int) -> Node:
        return self._series("and", depth) if word == "or" else self._inverse(depth)

    def _inverse(self, depth: int) -> Node:
        position = self.next.position
        if depth > MAX_NESTING:
            raise ExpressionError(position, "expression_too_deep", f"at most {MAX_NESTING} levels")
        if self._takes("not"):
            return Inverse(self._inverse(depth + 1), position)
        return self._comparison(depth)

    def _comparison(self, depth: int) -> Node:
        left = self._operand(depth)
        position = self.next.position
        if self._takes("=="):
            return Comparison("==", left, self._operand(depth), False, position)
        if self._takes("!="):
            return Comparison("==", left, self._operand(depth), True, position)
        inverted = self._takes("not")
        if self._takes("in"):
            return Comparison("in", left, self._operand(depth), inverted, position)
        if inverted:
            raise self.unexpected("'in'")
        return left

    def _operand(self, depth: int) -> Node:
        token = self.next
        if self._takes("("):
            inner = self.either(depth + 1)
            if not self._takes(")"):
                raise self.unexpected("')'")
            return inner
        if self._takes("true") or self._takes("false"):
            return Literal(token.value == "true", token.position)
        if token.sort not in (Sort.NAME, Sort.TEXT):
            raise self.unexpected("a fact, a text, true, false or '('")
        self._at += 1
        return Name(token.value, token.position) if token.sort is Sort.NAME else Literal(token.value, token.position)

    def _takes(self, word: str) -> bool:
        if self.next.sort is Sort.WORD and self.next.value == word:
            self._at += 1
            return True
        return False
