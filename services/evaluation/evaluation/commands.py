"""HTTP in: one row per command."""

from services.evaluation.evaluation import examples
from services.evaluation.evaluation.domain.assignment import StartEvaluation, start_evaluation
from services.evaluation.evaluation.domain.complement import RequestComplement, request_complement
from services.evaluation.evaluation.domain.complement_deadline import ExtendComplement, extend_complement
from services.evaluation.evaluation.domain.confirmation import ConfirmFindings, confirm_findings
from services.evaluation.evaluation.domain.fact_correction import CorrectFact, correct_fact
from services.evaluation.evaluation.domain.report import IssueReport, issue_report
from services.evaluation.evaluation.rows import EVALUATION
from shared.http.commands import Command, command_router

START = Command("/evaluations/{id}/start", StartEvaluation, start_evaluation, EVALUATION, examples.START)
FINDINGS = Command("/evaluations/{id}/findings", ConfirmFindings, confirm_findings, EVALUATION, examples.FINDINGS)
FACTS = Command("/evaluations/{id}/facts", CorrectFact, correct_fact, EVALUATION, examples.FACT)
COMPLEMENT_REQUEST = Command(
    "/evaluations/{id}/complement-request",
    RequestComplement,
    request_complement,
    EVALUATION,
    examples.COMPLEMENT_REQUEST,
)
COMPLEMENT_EXTENSION = Command(
    "/evaluations/{id}/complement-extension", ExtendComplement, extend_complement, EVALUATION
)
REPORT = Command("/evaluations/{id}/report", IssueReport, issue_report, EVALUATION)

COMMANDS = (START, FINDINGS, FACTS, COMPLEMENT_REQUEST, COMPLEMENT_EXTENSION, REPORT)

router = command_router(*COMMANDS)
