"""The closed words of the engine; everything open (ids, options, reasons, themes) is data of the programme document."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Title:
    """A wording shown to people, in both languages of the programme."""

    fr: str
    en: str


class Kind(StrEnum):
    """A discriminating criterion carries a threshold; an informative one must only be answered."""

    DISCRIMINATING = "discriminating"
    INFORMATIVE = "informative"


class Severity(StrEnum):
    """What the failure of a discriminating criterion weighs in the outcome."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"


class NaPolicy(StrEnum):
    """Who may say that a criterion does not apply: the engine alone, or also the publisher for a listed reason."""

    ENGINE_ONLY = "engine_only"
    JUSTIFIED = "justified"


class Publication(StrEnum):
    """What the public catalogue shows of an answer."""

    FULL = "full"
    RESULT_ONLY = "result_only"
    WITHHELD = "withheld"


class Step(StrEnum):
    """A step of the process before which a condition must hold."""

    SUBMISSION = "submission"
    ADMISSIBILITY = "admissibility"
    EVALUATION = "evaluation"
    OPINION = "opinion"
    DECISION = "decision"
    PUBLICATION = "publication"


class CriterionState(StrEnum):
    """The result of one criterion, in the order in which the tests are made (criteria.md 4.3)."""

    INDETERMINATE = "indeterminate"
    NOT_APPLICABLE = "not_applicable"
    PRESUMED_MET = "presumed_met"
    NOT_APPLICABLE_JUSTIFIED = "not_applicable_justified"
    MISSING = "missing"
    INVALID = "invalid"
    INFORMED = "informed"
    NOT_MET = "not_met"
    NEEDS_EVIDENCE = "needs_evidence"
    MET = "met"


class Conformity(StrEnum):
    """The result of the file (criteria.md 4.4)."""

    INCOMPLETE = "incomplete"
    NON_COMPLIANT = "non_compliant"
    COMPLIANT_WITH_RESERVATIONS = "compliant_with_reservations"
    COMPLIANT = "compliant"


class Opinion(StrEnum):
    """The opinion that the engine suggests; the commission's own opinion is a human act and may differ."""

    FAVOURABLE = "favourable"
    FAVOURABLE_NON_SUSPENSIVE = "favourable_non_suspensive"
    FAVOURABLE_SUSPENSIVE = "favourable_suspensive"
    UNFAVOURABLE = "unfavourable"
