"""The rules of procedure of one version: limits, prerequisites, catalogue, surveillance. All of it is data.

A clause is a dataclass: its fields are the keys of the document, the texts below them what an editor explains. Reading
(`reading/clauses.py`) and schema (`schema.py`) follow from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from shared.programme.deadlines import Deadline
from shared.programme.ecoscore import EcoscoreRule
from shared.programme.shape import NOT_IN_DOCUMENT, AtLeast, Days, Length
from shared.programme.surveillance import Changes, ComplaintCategory, Ladder, Sampling
from shared.programme.vocabulary import Step, Title


@dataclass(frozen=True, slots=True)
class Prerequisites:
    """The step before which each must hold at the latest."""

    complete_required_before: Step
    """The file has nothing open."""
    convention_required_before: Step
    """The agreement is in force."""
    tests_required_before: Step
    """Connection tests are passed, where they are due."""


@dataclass(frozen=True, slots=True)
class Validity:
    """How long a listing lasts: so many months from the decision, until the anniversary of that decision."""

    months: Length
    """From date to date."""
    counted_from: str
    """What the months count from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """When a renewal may be asked for."""

    opens_days: Days
    """Days before the end."""
    reminders: tuple[int, ...] = ()
    """Days before the end on which the holder is reminded."""
    grace_while_pending: bool
    """A renewal still pending on the anniversary keeps the service listed."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An option with its wording: a category, a typology, a stratum …"""

    id: str
    """Id."""
    title: Title


@dataclass(frozen=True, slots=True)
class Typology:
    """A track («typologie»)."""

    id: str
    """Option of the fact."""
    title: Title
    exchange: bool = False
    """It exchanges data: connection tests are due."""


@dataclass(frozen=True, slots=True)
class Typologies:
    """The tracks of the programme, and the fact that tells them apart."""

    fact: str
    """The choice that tells them apart; its options, in the same order."""
    options: Annotated[tuple[Typology, ...], AtLeast(1)]
    """The tracks."""

    def exchanges(self, typology: str) -> bool:
        """Whether services of that typology exchange data."""
        return any(one.exchange for one in self.options if one.id == typology)


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """The rules of procedure. A document without it holds criteria only: it can be read and compared, not published."""

    deadlines: Mapping[str, Deadline]
    """Time limits by key; the clocks that the process runs must be there to publish."""
    prerequisites: Prerequisites
    """The step before which each must hold at the latest."""
    typologies: Typologies
    """The tracks of the programme."""
    categories: tuple[Choice, ...]
    """Categories of the catalogue."""
    validity: Validity
    """How long a listing lasts."""
    renewal: Renewal
    """When a renewal may be asked for."""
    ecoscore: EcoscoreRule | None = None
    """How a journey through the service is scored, step by step; absent: the programme has none."""
    evidence_reminders: tuple[int, ...] = ()
    """Days before evidence stops supporting an answer of a listed service."""
    sampling: Sampling
    """Checks of a sample of the listings."""
    ladder: Ladder
    """The sanction ladder, mildest rung first."""
    changes: Changes
    """Updates of a listed service, lightest class first."""
    complaint_categories: tuple[ComplaintCategory, ...]
    """What a complaint may be about."""
    given: bool = field(default=True, metadata=NOT_IN_DOCUMENT)
    """False where the document holds criteria only: it can be checked, compared and evaluated, not run."""
