"""Facts of the orientation questionnaire («questionnaire d'orientation»): they decide which criteria apply."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shared.programme.vocabulary import Title


class FactType(StrEnum):
    """A yes or no, one option, or any number of options."""

    BOOLEAN = "boolean"
    CHOICE = "choice"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Fact:
    """One declared fact: the question put to the publisher; `options` are its only values, none for a boolean.

    A `derived` fact is asked of nobody: a condition on other facts decides it, unknown while they leave it open.
    """

    id: str
    title: Title
    type: FactType
    options: tuple[str, ...] = ()
    derived: bool = False

    def fault(self, value: object) -> str | None:
        """The code of what is wrong with a given value, if anything."""
        match self.type:
            case FactType.BOOLEAN:
                return None if isinstance(value, bool) else "fact_wrong_type"
            case FactType.CHOICE:
                if not isinstance(value, str):
                    return "fact_wrong_type"
                return None if value in self.options else "fact_not_an_option"
            case FactType.LIST:
                return self._list_fault(value)

    def _list_fault(self, value: object) -> str | None:
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            return "fact_wrong_type"
        return None if all(item in self.options for item in value) else "fact_not_an_option"

    @property
    def expects(self) -> str:
        """The values that it takes, for messages."""
        return "true or false" if self.type is FactType.BOOLEAN else f"{self.type} of {', '.join(self.options)}"


def known(declared: Mapping[str, Fact], given: Mapping[str, object]) -> dict[str, object]:
    """The facts that may be reasoned with: given, declared, not derived, well formed. Everything else is unknown."""
    usable: dict[str, object] = {}
    for fact in declared.values():
        value = given.get(fact.id)
        if value is not None and not fact.derived and fact.fault(value) is None:
            usable[fact.id] = frozenset(value) if isinstance(value, list | tuple) else value
    return usable
