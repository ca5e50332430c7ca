"""The rules of procedure of one version: limits, prerequisites, catalogue, surveillance. All of it is data."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.programme.deadlines import Deadline
from shared.programme.ecoscore import EcoscoreRule
from shared.programme.surveillance import ChangeClass, ComplaintCategory, Ladder, Sampling
from shared.programme.vocabulary import Step, Title


@dataclass(frozen=True, slots=True)
class Prerequisites:
    """The step before which each must hold at the latest: file complete, convention in force, tests passed."""

    complete_required_before: Step
    convention_required_before: Step
    tests_required_before: Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """How long a listing lasts: so many months from the decision, until the anniversary of that decision."""

    months: int
    counted_from: str
    renewal_opens_days: int
    grace_while_pending: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """An option offered to people: a category, a typology, a stratum …"""

    id: str
    title: Title


@dataclass(frozen=True, slots=True)
class Typology:
    """A track («typologie»); one with `exchange` exchanges data: connection tests are due."""

    id: str
    title: Title
    exchange: bool = False


@dataclass(frozen=True, slots=True)
class Typologies:
    """The tracks of the programme, and the fact that tells them apart."""

    fact: str
    options: tuple[Typology, ...]

    def exchanges(self, typology: str) -> bool:
        """Whether services of that typology exchange data."""
        return any(one.exchange for one in self.options if one.id == typology)


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """Everything of a version that is not a criterion.

    `given` is false where the document holds criteria only: it can be checked, compared and evaluated, not run.
    """

    deadlines: Mapping[str, Deadline]
    prerequisites: Prerequisites
    typologies: Typologies
    categories: tuple[Choice, ...]
    validity: Validity
    reminders: tuple[int, ...]
    evidence_reminders: tuple[int, ...]
    sampling: Sampling
    ladder: Ladder
    change_classes: tuple[ChangeClass, ...]
    change_triggers: Mapping[str, str]
    complaint_categories: tuple[ComplaintCategory, ...]
    ecoscore: EcoscoreRule | None = None
    given: bool = True
