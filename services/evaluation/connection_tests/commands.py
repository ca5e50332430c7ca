"""HTTP in: one row per command."""

from services.evaluation.connection_tests.domain.runs import RecordTestRun, record_test_run
from services.evaluation.connection_tests.domain.state import connection_tests_of
from services.evaluation.connection_tests.rows import CONNECTION_TESTS
from shared.http.commands import Command, command_router

TEST_RUN = {"api_version": "2.1", "failed_cases": ["PAIRING-03"]}
"""Example of a command, shown in the API document."""

COMMANDS = (
    Command(
        "/evaluations/{id}/test-runs",
        RecordTestRun,
        record_test_run,
        CONNECTION_TESTS,
        TEST_RUN,
        target=connection_tests_of,
    ),
)

router = command_router(*COMMANDS)
