"""Whatever arrives, in whatever order and however often: no unforeseen state, one report, one pass."""

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from services.evaluation.evaluation.domain.assignment import start_evaluation
from services.evaluation.evaluation.domain.confirmation import ConfirmFindings, confirm_findings
from services.evaluation.evaluation.domain.life import TEST_TRANSITIONS, TRANSITIONS
from services.evaluation.evaluation.domain.opening import escalate_evaluation, open_evaluation
from services.evaluation.connection_tests.domain.runs import RecordTestRun, record_test_run
from services.evaluation.evaluation.domain.report import IssueReport, issue_report
from services.evaluation.connection_tests.domain.requirement import (
    escalate_connection_tests,
    remind_connection_tests,
    require_connection_tests,
)
from shared.acts.act import AnyAct
from shared.acts.change import AggregateState, CancelDeadline
from shared.acts.life import Life
from shared.acts.refusal import Refused
from shared.contracts.envelope import encode
from shared.identity.actor import Actor
from tests.builders import EVALUATOR, PUBLISHER, REVIEWER, SYSTEM, at, deadline
from tests.evaluation.builders import ASSIGNMENT, DAY, admissible, corrections

Message = tuple[AnyAct, object]
Arrival = tuple[Message, Actor]
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
TESTS: tuple[Arrival, ...] = (
    ((require_connection_tests, admissible("V02")), SYSTEM),
    ((record_test_run, RecordTestRun(api_version="2.1", failed_cases=("PAIRING-03",))), EVALUATOR),
    ((record_test_run, RecordTestRun(api_version="2.1")), EVALUATOR),
    ((remind_connection_tests, deadline("remind_connection_tests", "2024-08-31")), SYSTEM),
    ((escalate_connection_tests, deadline("escalate_connection_tests", "2024-09-30")), SYSTEM),
)
ACTORS = (SYSTEM, EVALUATOR, REVIEWER, PUBLISHER)


@dataclass
class World:
    """One aggregate, what was told of it, which of its deadlines are set."""

    life: Life
    state: AggregateState | None = None
    told: list[str] = field(default_factory=list)
    waiting: set[str] = field(default_factory=set)
    wire: bytes = b""

    def take(self, message: Message, actor: Actor) -> None:
        """Perform as the shell would; a refusal changes nothing, an unforeseen state fails the test."""
        act, payload = message
        try:
            change = self.life.perform(act, self.state, payload, at(DAY, actor))
        except Refused:
            return
        self.state = change.state
        self.told += [type(event).__name__ for event in change.events]
        self.wire += b"".join(map(encode, change.events))
        for one in change.deadlines:
            (self.waiting.discard if isinstance(one, CancelDeadline) else self.waiting.add)(one.kind)


def arrivals(meant: tuple[Arrival, ...]) -> st.SearchStrategy[list[Arrival]]:
    """Messages in any order, with repetitions: by whom they are meant for, or by anybody."""
    by_anybody = st.tuples(st.sampled_from([message for message, _ in meant]), st.sampled_from(ACTORS))
    return st.lists(st.one_of(st.sampled_from(meant), by_anybody), max_size=25)


@settings(max_examples=150, deadline=None)
@given(arrivals(EVALUATION))
def test_an_evaluation_is_reported_once_after_it_started_and_its_findings_were_confirmed(
    steps: list[Arrival],
) -> None:
    world = World(TRANSITIONS)

    for message, actor in steps:
        world.take(message, actor)

    told = world.told
    assert world.state is None or world.state.state in ("waiting", "in_evaluation", "evaluated")
    assert told.count("EvaluationStarted") <= 1
    assert told.count("EvaluationReportIssued") == int(world.state is not None and world.state.state == "evaluated")
    if "EvaluationReportIssued" in told:
        assert told.index("EvaluationStarted") < told.index("FindingsConfirmed")
        assert told[-1] == "EvaluationReportIssued"
    assert ("escalate_evaluation" in world.waiting) == (world.state is not None and world.state.state != "evaluated")
    assert b"eva-" not in world.wire


@settings(max_examples=150, deadline=None)
@given(arrivals(TESTS))
def test_connection_tests_pass_at_most_once_and_nothing_follows_a_pass(steps: list[Arrival]) -> None:
    world = World(TEST_TRANSITIONS)

    for message, actor in steps:
        world.take(message, actor)

    told = world.told
    assert world.state is None or world.state.state in ("required", "failed", "passed")
    assert told.count("ConnectionTestsRequired") == int(world.state is not None)
    assert told[:1] in ([], ["ConnectionTestsRequired"])
    passed = world.state is not None and world.state.state == "passed"
    assert told.count("ConnectionTestsPassed") == int(passed)
    if passed:
        assert told[-1] == "ConnectionTestsPassed"
        assert world.waiting == set()


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_repeating_each_message_changes_nothing(data: st.DataObject) -> None:
    path = [(OPEN, SYSTEM), (START, EVALUATOR), (CONFIRM, EVALUATOR), (REPORT, REVIEWER)]
    once, often = World(TRANSITIONS), World(TRANSITIONS)

    for step in path:
        once.take(*step)
        for _ in range(data.draw(st.integers(1, 4))):
            often.take(*step)

    assert often.state == once.state
    assert once.state
    assert once.state.state == "evaluated"
