"""Whatever arrives, in whatever order and however often: no unforeseen state, one pass."""

from hypothesis import given, settings

from services.evaluation.connection_tests.domain.life import TRANSITIONS
from services.evaluation.connection_tests.domain.requirement import (
    escalate_connection_tests,
    remind_connection_tests,
    require_connection_tests,
)
from services.evaluation.connection_tests.domain.runs import RecordTestRun, record_test_run
from tests.builders import EVALUATOR, SYSTEM, deadline
from tests.evaluation.any_order import Arrival, Observed, arrivals
from tests.evaluation.builders import admissible

TESTS: tuple[Arrival, ...] = (
    ((require_connection_tests, admissible("V02")), SYSTEM),
    ((record_test_run, RecordTestRun(api_version="2.1", failed_cases=("PAIRING-03",))), EVALUATOR),
    ((record_test_run, RecordTestRun(api_version="2.1")), EVALUATOR),
    ((remind_connection_tests, deadline("remind_connection_tests", "2024-08-31")), SYSTEM),
    ((escalate_connection_tests, deadline("escalate_connection_tests", "2024-09-30")), SYSTEM),
)


@settings(max_examples=150, deadline=None)
@given(arrivals(TESTS))
def test_connection_tests_pass_at_most_once_and_nothing_follows_a_pass(steps: list[Arrival]) -> None:
    seen = Observed(TRANSITIONS)

    for message, actor in steps:
        seen.perform(message, actor)

    emitted = seen.emitted
    assert seen.state is None or seen.state.state in ("required", "failed", "passed")
    assert emitted.count("ConnectionTestsRequired") == int(seen.state is not None)
    assert emitted[:1] in ([], ["ConnectionTestsRequired"])
    passed = seen.state is not None and seen.state.state == "passed"
    assert emitted.count("ConnectionTestsPassed") == int(passed)
    if passed:
        assert emitted[-1] == "ConnectionTestsPassed"
        assert seen.waiting == set()
