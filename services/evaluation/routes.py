"""Evaluation's HTTP doors: one row per command, then the reads."""

from services.evaluation import examples
from services.evaluation.domain.assignment import StartEvaluation, start_evaluation
from services.evaluation.domain.complement import RequestComplement, request_complement
from services.evaluation.domain.complement_deadline import ExtendComplement, extend_complement
from services.evaluation.domain.confirmation import ConfirmFindings, confirm_findings
from services.evaluation.domain.connection_tests import connection_tests_of
from services.evaluation.domain.fact_correction import CorrectFact, correct_fact
from services.evaluation.domain.recording import RecordTestRun, record_test_run
from services.evaluation.domain.report import IssueReport, issue_report
from services.evaluation.findings import router as findings
from services.evaluation.queries import router as queries
from services.evaluation.tables import CONNECTION_TESTS, EVALUATION
from shared.http.commands import Command, command_router

COMMANDS = (
    Command("/evaluations/{id}/start", StartEvaluation, start_evaluation, EVALUATION, examples.START),
    Command("/evaluations/{id}/findings", ConfirmFindings, confirm_findings, EVALUATION, examples.FINDINGS),
    Command("/evaluations/{id}/facts", CorrectFact, correct_fact, EVALUATION, examples.FACT),
    Command(
        "/evaluations/{id}/complement-request",
        RequestComplement,
        request_complement,
        EVALUATION,
        examples.COMPLEMENT_REQUEST,
    ),
    Command("/evaluations/{id}/complement-extension", ExtendComplement, extend_complement, EVALUATION),
    Command("/evaluations/{id}/report", IssueReport, issue_report, EVALUATION),
    Command(
        "/evaluations/{id}/test-runs",
        RecordTestRun,
        record_test_run,
        CONNECTION_TESTS,
        examples.TEST_RUN,
        target=connection_tests_of,
    ),
)

ROUTERS = (command_router(*COMMANDS), queries, findings)
