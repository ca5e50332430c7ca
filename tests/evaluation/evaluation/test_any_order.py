"""Whatever arrives, in whatever order and however often: no unforeseen state, one report."""

from hypothesis import given, settings
from hypothesis import strategies as st

from services.evaluation.evaluation.domain.assignment import start_evaluation
from services.evaluation.evaluation.domain.confirmation import ConfirmFindings, confirm_findings
from services.evaluation.evaluation.domain.life import TRANSITIONS
from services.evaluation.evaluation.domain.opening import escalate_evaluation, open_evaluation
from services.evaluation.evaluation.domain.report import IssueReport, issue_report
from tests.builders import EVALUATOR, REVIEWER, SYSTEM, deadline
from tests.evaluation.any_order import Arrival, Message, Observed, arrivals
from tests.evaluation.builders import ASSIGNMENT, admissible, corrections

OPEN: Message = (open_evaluation, admissible())
START: Message = (start_evaluation, ASSIGNMENT)
CONFIRM: Message = (confirm_findings, corrections(SEC_04="non_compliant"))
REPORT: Message = (issue_report, IssueReport())
EVALUATION: tuple[Arrival, ...] = (
    (OPEN, SYSTEM),
    (START, EVALUATOR),
    (CONFIRM, EVALUATOR),
    ((confirm_findings, ConfirmFindings()), EVALUATOR),
    (REPORT, REVIEWER),
    ((escalate_evaluation, deadline("escalate_evaluation", "2024-08-30")), SYSTEM),
)


@settings(max_examples=150, deadline=None)
@given(arrivals(EVALUATION))
def test_an_evaluation_is_reported_once_after_it_started_and_its_findings_were_confirmed(
    steps: list[Arrival],
) -> None:
    seen = Observed(TRANSITIONS)

    for message, actor in steps:
        seen.perform(message, actor)

    emitted = seen.emitted
    assert seen.state is None or seen.state.state in ("waiting", "in_evaluation", "evaluated")
    assert emitted.count("EvaluationStarted") <= 1
    assert emitted.count("EvaluationReportIssued") == int(seen.state is not None and seen.state.state == "evaluated")
    if "EvaluationReportIssued" in emitted:
        assert emitted.index("EvaluationStarted") < emitted.index("FindingsConfirmed")
        assert emitted[-1] == "EvaluationReportIssued"
    assert ("escalate_evaluation" in seen.waiting) == (seen.state is not None and seen.state.state != "evaluated")
    assert b"eva-" not in seen.wire


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_repeating_each_message_changes_nothing(data: st.DataObject) -> None:
    path = [(OPEN, SYSTEM), (START, EVALUATOR), (CONFIRM, EVALUATOR), (REPORT, REVIEWER)]
    once, often = Observed(TRANSITIONS), Observed(TRANSITIONS)

    for step in path:
        once.perform(*step)
        for _ in range(data.draw(st.integers(1, 4))):
            often.perform(*step)

    assert often.state == once.state
    assert once.state
    assert once.state.state == "evaluated"
