"""What a criterion may be answered with, and how far an answer reaches, from 0 to 1."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

NONE = Fraction(0)
FULL = Fraction(1)
WRONG_TYPE = "answer_wrong_type"
OUT_OF_RANGE = "answer_out_of_range"
NOT_AN_OPTION = "answer_not_an_option"


class AnswerType(Protocol):
    """The domain of a criterion's answer."""

    @property
    def name(self) -> str:
        """Its name in the document."""

    @property
    def expects(self) -> str:
        """The values that it takes, for messages."""

    def fault(self, value: object) -> str | None:
        """The code of what is wrong with a value, if anything."""

    def share(self, value: object) -> Fraction | None:
        """How far a faultless value reaches from 0 (worst) to 1 (best); None where the type alone cannot tell."""


@dataclass(frozen=True, slots=True)
class BooleanAnswer:
    """Yes or no."""

    name = "boolean"
    expects = "true or false"

    def fault(self, value: object) -> str | None:
        return None if isinstance(value, bool) else WRONG_TYPE

    def share(self, value: object) -> Fraction | None:
        return FULL if value is True else NONE


@dataclass(frozen=True, slots=True)
class ChoiceAnswer:
    """One option; `ordered` options go from the worst to the best."""

    options: tuple[str, ...]
    ordered: bool
    name = "choice"

    @property
    def expects(self) -> str:
        return f"one of {', '.join(self.options)}"

    def fault(self, value: object) -> str | None:
        if not isinstance(value, str):
            return WRONG_TYPE
        return None if value in self.options else NOT_AN_OPTION

    def share(self, value: object) -> Fraction | None:
        if not self.ordered or not isinstance(value, str):
            return None
        return Fraction(self.options.index(value), len(self.options) - 1)


@dataclass(frozen=True, slots=True)
class MultichoiceAnswer:
    """Any number of different options, at least `min_items`."""

    options: tuple[str, ...]
    min_items: int
    name = "multichoice"

    @property
    def expects(self) -> str:
        return f"at least {self.min_items} different items of {', '.join(self.options)}"

    def fault(self, value: object) -> str | None:
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            return WRONG_TYPE
        if not all(item in self.options for item in value):
            return NOT_AN_OPTION
        if len(set(value)) < len(value):
            return "answer_repeats_an_option"
        return None if len(value) >= self.min_items else "answer_too_few_options"

    def share(self, value: object) -> Fraction | None:
        return None


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """Free text; its length is counted in characters, without the blanks around it. Never scored."""

    min_length: int
    max_length: int
    name = "text"

    @property
    def expects(self) -> str:
        return f"text of {self.min_length} to {self.max_length} characters"

    def fault(self, value: object) -> str | None:
        if not isinstance(value, str):
            return WRONG_TYPE
        length = len(value.strip())
        if length < self.min_length:
            return "answer_too_short"
        return None if length <= self.max_length else "answer_too_long"

    def share(self, value: object) -> Fraction | None:
        return None
