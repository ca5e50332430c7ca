"""What leads to an act on a decision file: the evaluation report, and how the connection tests went."""

from services.decision.decision_file.domain.evaluation import (
    record_report,
    record_tests_failed,
    record_tests_passed,
    record_tests_required,
)
from services.decision.decision_file.rows import DECISION_FILE
from shared.contracts.evaluation.connection_tests import (
    ConnectionTestsFailed,
    ConnectionTestsPassed,
    ConnectionTestsRequired,
)
from shared.contracts.evaluation.evaluation import EvaluationReportIssued
from shared.delivery.kafka.subscription import On

SUBSCRIPTIONS = (
    On(EvaluationReportIssued, record_report, DECISION_FILE),
    On(ConnectionTestsRequired, record_tests_required, DECISION_FILE),
    On(ConnectionTestsPassed, record_tests_passed, DECISION_FILE),
    On(ConnectionTestsFailed, record_tests_failed, DECISION_FILE),
)
