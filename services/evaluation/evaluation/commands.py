"""Evaluation's HTTP doors: one row per command, then the reads."""

from services.evaluation.evaluation import examples
from services.evaluation.evaluation.domain.assignment import StartEvaluation, start_evaluation
from services.evaluation.evaluation.domain.complement import RequestComplement, request_complement
from services.evaluation.evaluation.domain.complement_deadline import ExtendComplement, extend_complement
from services.evaluation.evaluation.domain.confirmation import ConfirmFindings, confirm_findings
from services.evaluation.connection_tests.domain.state import connection_tests_of
from services.evaluation.evaluation.domain.fact_correction import CorrectFact, correct_fact
from services.evaluation.connection_tests.domain.runs import RecordTestRun, record_test_run
from services.evaluation.evaluation.domain.report import IssueReport, issue_report
from services.evaluation.evaluation.findings import router as findings
from services.evaluation.evaluation.reads import router as queries
from services.evaluation.evaluation.rows import CONNECTION_TESTS, EVALUATION
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
