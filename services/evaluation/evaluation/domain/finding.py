"""Findings (« constats »): what an evaluation holds of each criterion, suggested by the engine or corrected by hand."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.contracts.case_file import Answer
from shared.programme.criterion import CriterionResult
from shared.programme.outcome import OPEN
from shared.programme.vocabulary import CriterionState
from shared.texts.fields import Paragraphs


class FindingState(StrEnum):
    """Process.md 2.4. A criterion met in part does not reach its threshold."""

    COMPLIANT = "compliant"
    PARTIALLY = "partially"
    NON_COMPLIANT = "non_compliant"
    NOT_APPLICABLE = "not_applicable"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the engine suggests of one criterion; `reason` is its code, empty where the state says all."""

    state: FindingState
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What an evaluator holds instead, and why. The words stay in this service."""

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012  # part of a command's body: unknown fields are faults

    state: FindingState
    reason: Paragraphs


@dataclass(frozen=True, slots=True, kw_only=True)
class FactCorrection:
    """What the lead holds of an orientation fact instead of what was declared, and why; None: not known after all."""

    fact: str
    value: Answer
    reason: str
    by: str
    on: date


def suggested(result: CriterionResult) -> Finding:
    """The engine's result of an applicable criterion as a finding."""
    return Finding(state=_state(result.state), reason=result.reason)


def _state(state: CriterionState) -> FindingState:
    if state in OPEN:
        return FindingState.UNVERIFIED
    if state is CriterionState.NOT_MET:
        return FindingState.NON_COMPLIANT
    if state is CriterionState.NOT_APPLICABLE_JUSTIFIED:
        return FindingState.NOT_APPLICABLE
    return FindingState.COMPLIANT
