"""What a change of version does to one file: which criteria would fail, be missing or be satisfied."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shared.programme.case import Case
from shared.programme.comparing.difference import Difference, Effect
from shared.programme.comparing.versions import compared
from shared.programme.criterion import CriterionResult
from shared.programme.faults import NotAssessable
from shared.programme.outcome import OPEN, Assessment
from shared.programme.version import Programme
from shared.programme.vocabulary import Conformity, CriterionState

GOOD = frozenset(
    {
        CriterionState.MET,
        CriterionState.INFORMED,
        CriterionState.PRESUMED_MET,
        CriterionState.NOT_APPLICABLE,
        CriterionState.NOT_APPLICABLE_JUSTIFIED,
    }
)
"""The states that stand in nobody's way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileImpact:
    """One file under both versions, on the same day; ids in the order of the programme.

    `failing` would newly be not met, `missing` newly lack an answer or evidence, `satisfied` stand in nobody's way now.
    `refused` is the code for which a version cannot judge the file at all, empty otherwise.
    """

    before: Conformity | None
    after: Conformity | None
    failing: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    satisfied: tuple[str, ...] = ()
    refused: str = ""

    @property
    def is_touched(self) -> bool:
        """Whether anything changes for the file."""
        return bool(self.failing or self.missing or self.satisfied or self.refused) or self.before != self.after


class Impact:
    """The change from one version to another, ready to be tried on many files."""

    def __init__(self, before: Programme, after: Programme) -> None:
        self.before = before
        self.after = after
        self.difference: Difference = compared(before, after)
        self._changed = frozenset(one.criterion for one in self.difference.criteria if one.effects != {Effect.WORDING})
        self._all = before.facts != after.facts or before.derivations != after.derivations

    def on_file(self, case: Case, on: date) -> FileImpact:
        """What becomes of a file judged on that day; criteria that do not differ are judged once."""
        try:
            then = self.before.assess(case, on)
            now = self.after.assess(case, on, settled=() if self._all else self._unchanged(then))
        except NotAssessable as refusal:
            return FileImpact(before=None, after=None, refused=refusal.code)
        earlier = {one.criterion: one.state for one in then.results}
        moved = [one for one in now.results if _stands(one.state) != _stands(earlier.get(one.criterion))]
        gone = tuple(id_ for id_, state in earlier.items() if id_ not in self.after.criteria and state not in GOOD)
        return FileImpact(
            before=then.conformity,
            after=now.conformity,
            failing=_ids(moved, {CriterionState.NOT_MET}),
            missing=_ids(moved, OPEN),
            satisfied=(*(_ids([one for one in moved if one.criterion in earlier], GOOD)), *gone),
        )

    def _unchanged(self, then: Assessment) -> Sequence[CriterionResult]:
        return [one for one in then.results if one.criterion not in self._changed]


def _stands(state: CriterionState | None) -> str:
    """Where a criterion stands for this purpose: good, open or failed; one that is new stood good."""
    if state is None or state in GOOD:
        return "good"
    return "open" if state in OPEN else "failed"


def _ids(
    results: Sequence[CriterionResult], states: frozenset[CriterionState] | set[CriterionState]
) -> tuple[str, ...]:
    return tuple(one.criterion for one in results if one.state in states)
