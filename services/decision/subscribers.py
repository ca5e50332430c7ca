"""What decision listens to, at a glance."""

from services.decision.domain.evaluation import (
    record_report,
    record_tests_failed,
    record_tests_passed,
    record_tests_required,
)
from services.decision.domain.sanctions import open_sanction_file
from services.decision.tables import DECISION_FILE, SANCTION_FILE
from shared.contracts import evaluation, surveillance
from shared.delivery.subscription import On

SUBSCRIPTIONS = (
    On(evaluation.EvaluationReportIssued, record_report, DECISION_FILE),
    On(evaluation.ConnectionTestsRequired, record_tests_required, DECISION_FILE),
    On(evaluation.ConnectionTestsPassed, record_tests_passed, DECISION_FILE),
    On(evaluation.ConnectionTestsFailed, record_tests_failed, DECISION_FILE),
    On(surveillance.SanctionProposed, open_sanction_file, SANCTION_FILE, target="case"),
)
