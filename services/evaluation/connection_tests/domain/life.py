"""The life of connection tests: every transition, in one table (process.md 3.2)."""

from services.evaluation.connection_tests.domain.requirement import (
    escalate_connection_tests,
    remind_connection_tests,
    require_connection_tests,
)
from services.evaluation.connection_tests.domain.runs import record_test_run
from services.evaluation.connection_tests.domain.state import TrackState
from shared.acts.life import Life

TRANSITIONS = Life(
    (None, require_connection_tests, TrackState.REQUIRED),
    ((TrackState.REQUIRED, TrackState.FAILED), record_test_run, (TrackState.PASSED, TrackState.FAILED)),
    (TrackState.REQUIRED, remind_connection_tests, TrackState.REQUIRED),
    (TrackState.FAILED, remind_connection_tests, TrackState.FAILED),
    (TrackState.REQUIRED, escalate_connection_tests, TrackState.REQUIRED),
    (TrackState.FAILED, escalate_connection_tests, TrackState.FAILED),
)
