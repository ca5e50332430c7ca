"""What must hold before a step, as the programme orders the parallel tracks (process.md 2, order conflict)."""

from services.decision.decision_file.domain.conditions import ConventionState, TestsState
from services.decision.decision_file.domain.state import DecisionFile
from shared.acts.moment import Moment
from shared.acts.refusal import Refused, refuse_if
from shared.programme.vocabulary import Step

ORDER = tuple(Step)
SETTLED = (TestsState.PASSED, TestsState.NOT_REQUIRED)


def refuse_unready(file: DecisionFile, step: Step, moment: Moment) -> None:
    """Refuse a step that tests or convention are required before, by the pinned programme.

    A programme may ask for the tests earlier than the decision, never later: opinion, tests and decision are
    cumulative (2, hard rule 2). The convention may wait until publication, where catalogue asks for it.
    Refused: tests_not_passed, convention_not_signed.
    """
    assert file.programme
    rules = moment.programme(file.programme).prerequisites
    tests_first = min(ORDER.index(rules.tests_required_before), ORDER.index(Step.DECISION))
    if ORDER.index(step) >= tests_first and file.tests_state not in SETTLED:
        failed_on = file.tests.failed_on
        raise Refused("tests_not_passed", tests=file.tests_state, failed_on=failed_on and failed_on.isoformat())
    convention_first = ORDER.index(rules.convention_required_before)
    refuse_if(
        ORDER.index(step) >= convention_first and file.convention_state is not ConventionState.IN_FORCE,
        "convention_not_signed",
        missing=list(file.convention.missing),
    )
