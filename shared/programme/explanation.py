"""Why a criterion is in its state: what was read, what was asked, what was found. Plain values only, no sentence.

`shared.programme.plain.plain` makes JSON-ready data of any of these; `shared.programme.sentences` words the codes.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from shared.programme.logic import Truth
from shared.programme.vocabulary import CriterionState, Kind, Severity


@dataclass(frozen=True, slots=True)
class FactRead:
    """A fact that a condition reads: `value` None while it is unknown, `fault` why a given value is of no use."""

    fact: str
    value: object
    fault: str = ""


@dataclass(frozen=True, slots=True)
class ConditionRead:
    """An expression as the document writes it, the facts that it reads, and whether it holds: None while unknown."""

    source: str
    holds: Truth
    facts: tuple[FactRead, ...]

    @property
    def unknown(self) -> tuple[str, ...]:
        """The facts that are not known."""
        return tuple(read.fact for read in self.facts if read.value is None)


@dataclass(frozen=True, slots=True)
class DocumentRead:
    """One document and what it is worth by itself.

    `place` is its index in the list that was sent. `reason` is empty if it supports the answer, until `until` (None: no
    end); `used` marks the one whose support counts. The type is empty where the document is malformed.
    """

    place: int
    type: str
    issued_on: date | None
    valid_until: date | None
    status: str
    reason: str
    until: date | None
    used: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRead:
    """What evidence is asked and what was found; `reason` is empty where it suffices.

    `issued_from` is the earliest day of issue that still counts on the day, None if any age does; `must_be_valid` asks
    for an end of validity that has not passed.
    """

    any_of: tuple[str, ...]
    max_age_days: int | None
    issued_from: date | None
    must_be_valid: bool
    reason: str
    until: date | None
    documents: tuple[DocumentRead, ...]


@dataclass(frozen=True, slots=True)
class PresumptionRead:
    """A presumption of conformity that the version offers: its condition, its evidence, whether it is granted."""

    condition: ConditionRead
    evidence: EvidenceRead | None
    granted: bool


@dataclass(frozen=True, slots=True)
class ClaimRead:
    """A claim that the criterion does not apply: the reasons admitted, the one given, whether it is accepted."""

    admitted: tuple[str, ...]
    reason: object
    accepted: bool


@dataclass(frozen=True, slots=True)
class AnswerRead:
    """The answer given (None: none), the values that the criterion takes, and the code of what is wrong with it."""

    value: object
    expects: str
    fault: str


@dataclass(frozen=True, slots=True)
class ThresholdRead:
    """The level asked for, and whether the answer reaches it: None without a faultless answer."""

    op: str
    value: object
    reached: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The state of one criterion with everything that it follows from, whether or not it came to bear.

    `presumption` is None where the version offers none, `claim` where the engine alone decides, `threshold` for an
    informative criterion, `evidence` where none is asked.
    """

    criterion: str
    kind: Kind
    severity: Severity | None
    state: CriterionState
    reason: str
    share: Fraction | None
    applies: ConditionRead
    presumption: PresumptionRead | None
    claim: ClaimRead | None
    answer: AnswerRead
    threshold: ThresholdRead | None
    evidence: EvidenceRead | None
