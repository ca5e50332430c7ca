"""What blocks a dossier (« ce qui bloque mon dossier »): one list, in the order in which it is best worked off."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from services.intake.questionnaire.domain.fault_path import split_fault_path
from services.intake.questionnaire.domain.inquiry import Inquiry, Question
from shared.programme.case import PRESUMPTION
from shared.programme.faults import Fault
from shared.programme.vocabulary import CriterionState, Severity

ORIENTATION = "orientation"
"""Where the orientation questions are put; no questionnaire of a programme bears this name."""


class BlockerKind(StrEnum):
    """In the order of the list: each may dissolve or bring up some of those after it."""

    FACT_INVALID = "fact_invalid"
    FACT_UNKNOWN = "fact_unknown"
    ANSWER_MISSING = "answer_missing"
    ANSWER_INVALID = "answer_invalid"
    EVIDENCE_LACKING = "evidence_lacking"
    THRESHOLD_NOT_REACHED = "threshold_not_reached"


ORDER = tuple(BlockerKind)


class Blocks(StrEnum):
    """What cannot happen while it stands."""

    COMPLETENESS = "completeness"
    """The file cannot be declared admissible."""
    LISTING = "listing"
    """The file may be complete, but speaks against its listing; how much is for the commission to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocker:
    """One thing in the way. `reason` is a code; `waiting`: how many criteria wait for this fact."""

    kind: BlockerKind
    subject: str
    questionnaire: str
    reason: str
    severity: Severity | None = None
    waiting: int = 0

    @property
    def blocks(self) -> Blocks:
        """What it blocks."""
        return Blocks.LISTING if self.kind is BlockerKind.THRESHOLD_NOT_REACHED else Blocks.COMPLETENESS


def blockers_of(inquiry: Inquiry) -> tuple[Blocker, ...]:
    """Everything in the way: by kind; facts by how many criteria wait for them; failures by severity."""
    found = dict.fromkeys((*_of_facts(inquiry), *_of_faults(inquiry), *_of_questions(inquiry)))
    places = {one.criterion.id: place for place, one in enumerate(inquiry.questions)}
    places |= {one.fact.id: place for place, one in enumerate(inquiry.orientation)}

    def rank(one: Blocker) -> tuple[int, int, int, int]:
        return ORDER.index(one.kind), -one.waiting, _gravity(one), places.get(one.subject, 0)

    return tuple(sorted(found, key=rank))


def _gravity(blocker: Blocker) -> int:
    if blocker.kind is not BlockerKind.THRESHOLD_NOT_REACHED or blocker.severity is None:
        return 0
    return list(Severity).index(blocker.severity)


def _of_facts(inquiry: Inquiry) -> Iterator[Blocker]:
    """Unknown facts that something waits for; what nothing waits for is in nobody's way."""
    for one in inquiry.orientation:
        if one.waiting and one.value is None:
            yield Blocker(
                kind=BlockerKind.FACT_UNKNOWN,
                subject=one.fact.id,
                questionnaire=ORIENTATION,
                reason="fact_unknown",
                waiting=one.waiting,
            )


def _of_faults(inquiry: Inquiry) -> Iterator[Blocker]:
    """What the file would be refused for when it is filed, also where the criterion does not apply."""
    questions = {one.criterion.id: one for one in inquiry.questions}
    waiting = {one.fact.id: one.waiting for one in inquiry.orientation}
    for fault in inquiry.faults:
        part, subject = split_fault_path(fault.path, {*waiting, *questions, PRESUMPTION})
        if part == "facts" and subject in waiting:
            yield Blocker(
                kind=BlockerKind.FACT_INVALID,
                subject=subject,
                questionnaire=ORIENTATION,
                reason=fault.code,
                waiting=waiting[subject],
            )
        elif subject in questions:
            yield _wrong(questions[subject], fault)
        elif subject == PRESUMPTION:
            yield Blocker(
                kind=BlockerKind.EVIDENCE_LACKING, subject=subject, questionnaire=ORIENTATION, reason=fault.code
            )


def _wrong(question: Question, fault: Fault) -> Blocker:
    lacking = fault.path.startswith("evidence.")
    kind = BlockerKind.EVIDENCE_LACKING if lacking else BlockerKind.ANSWER_INVALID
    return _blocker(question, kind, fault.code)


KINDS = {
    CriterionState.MISSING: BlockerKind.ANSWER_MISSING,
    CriterionState.INVALID: BlockerKind.ANSWER_INVALID,
    CriterionState.NEEDS_EVIDENCE: BlockerKind.EVIDENCE_LACKING,
    CriterionState.NOT_MET: BlockerKind.THRESHOLD_NOT_REACHED,
}


def _of_questions(inquiry: Inquiry) -> Iterator[Blocker]:
    for question in inquiry.questions:
        kind = KINDS.get(question.result.state)
        if kind:
            yield _blocker(question, kind, question.result.reason)


def _blocker(question: Question, kind: BlockerKind, reason: str) -> Blocker:
    return Blocker(
        kind=kind,
        subject=question.criterion.id,
        questionnaire=question.criterion.questionnaire,
        reason=reason,
        severity=question.criterion.severity,
    )
