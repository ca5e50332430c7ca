"""What evaluation's tests speak of: one admissible application, its evaluation under way, its connection tests."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from services.evaluation.connection_tests.domain.life import TRANSITIONS as TEST_TRANSITIONS
from services.evaluation.connection_tests.domain.requirement import require_connection_tests
from services.evaluation.connection_tests.domain.runs import RecordTestRun, record_test_run
from services.evaluation.connection_tests.domain.state import ConnectionTests
from services.evaluation.evaluation.domain.assignment import StartEvaluation, start_evaluation
from services.evaluation.evaluation.domain.confirmation import ConfirmFindings, confirm_findings
from services.evaluation.evaluation.domain.fact_correction import CorrectFact, correct_fact
from services.evaluation.evaluation.domain.finding import Correction, FindingState
from services.evaluation.evaluation.domain.life import TRANSITIONS
from services.evaluation.evaluation.domain.opening import open_evaluation
from services.evaluation.evaluation.domain.report import IssueReport, issue_report
from services.evaluation.evaluation.domain.state import Evaluation
from shared.acts.change import Change
from shared.contracts.case_file import CaseFile, EvidencePiece
from shared.contracts.evaluation.evaluation import EvaluationReportIssued
from shared.contracts.intake.application import ApplicationDeclaredAdmissible
from shared.contracts.vocabulary import DossierId, ServiceProfile, Typology
from tests.builders import EVALUATOR, REVIEWER, at, perform, some_id
from tests.programme.worked import WORKED

DOSSIER, OTHER_DOSSIER = DossierId(some_id("dossier")), DossierId(some_id("other dossier"))
DAY = "2024-07-01"
"""On which the worked cases are judged under version 2.0.0."""
ASSIGNMENT = StartEvaluation(lead="eva-1", reviewer="eva-2", no_interest_declared=True)


def a_service(typology: Typology = Typology.WITHOUT_EXCHANGE) -> ServiceProfile:
    return ServiceProfile(
        name="Carnet de tension",
        publisher="Exemple Santé SAS",
        organisation="org-1",
        category="condition_follow_up",
        forms=("mobile_application",),
        typology=typology,
    )


def admissible(
    case: str = "V01", *, answers: Mapping[str, Any] | None = None, programme: str | None = None
) -> ApplicationDeclaredAdmissible:
    """The application of a worked case; single answers may be replaced. V02 is with exchange, V01 without."""
    worked = WORKED[case]
    given = {**worked["answers"], **(answers or {})}
    content = CaseFile(
        facts=_tuples(worked["facts"]),
        answers=_tuples({name: answer for name, answer in given.items() if not isinstance(answer, dict)}),
        evidence={name: tuple(map(_piece, pieces)) for name, pieces in worked["evidence"].items()},
        not_applicable={name: answer["na"] for name, answer in given.items() if isinstance(answer, dict)},
    )
    return ApplicationDeclaredAdmissible(
        dossier=DOSSIER,
        service=a_service(Typology(worked["facts"]["track"])),
        programme=programme or worked["programme_version"],
        filed_on=date(2024, 6, 3),
        content=content,
    )


def of_dossier(dossier: DossierId, event: ApplicationDeclaredAdmissible) -> ApplicationDeclaredAdmissible:
    """The same application as another dossier."""
    return replace(event, dossier=dossier)


def opened(case: str = "V01", *, answers: Mapping[str, Any] | None = None, day: str = DAY) -> Change[Evaluation]:
    return perform(TRANSITIONS, open_evaluation, None, admissible(case, answers=answers), at(day))


def started(case: str = "V01", *, answers: Mapping[str, Any] | None = None) -> Evaluation:
    """In evaluation; eva-1 leads, eva-2 reviews."""
    waiting = opened(case, answers=answers).state
    change: Change[Evaluation] = perform(TRANSITIONS, start_evaluation, waiting, ASSIGNMENT, at(DAY, EVALUATOR))
    return change.state


def corrections(**states: str) -> ConfirmFindings:
    """`corrections(SEC_07="non_compliant")`, each with a reason."""
    return ConfirmFindings(
        corrections={
            name.replace("_", "-"): Correction(state=FindingState(state), reason="Seen on the test platform.")
            for name, state in states.items()
        }
    )


def confirmed(evaluation: Evaluation, **states: str) -> Change[Evaluation]:
    return perform(TRANSITIONS, confirm_findings, evaluation, corrections(**states), at(DAY, EVALUATOR))


def corrected(evaluation: Evaluation, **facts: Any) -> Evaluation:  # noqa: ANN401
    """With these orientation facts corrected by the lead, one after the other."""
    for fact, value in facts.items():
        command = CorrectFact(fact=fact, value=value, reason="Seen on the site.")
        evaluation = perform(TRANSITIONS, correct_fact, evaluation, command, at(DAY, EVALUATOR)).state
    return evaluation


def reported(evaluation: Evaluation, **states: str) -> EvaluationReportIssued:
    """The report's event, after the findings were confirmed with these corrections."""
    settled = confirmed(evaluation, **states).state
    (event,) = perform(TRANSITIONS, issue_report, settled, IssueReport(), at(DAY, REVIEWER)).events
    assert isinstance(event, EvaluationReportIssued)
    return event


def the_tests_required(day: str = DAY) -> Change[ConnectionTests]:
    return perform(TEST_TRANSITIONS, require_connection_tests, None, admissible("V02"), at(day))


def run(tests: ConnectionTests, *failed: str, day: str = "2024-07-10") -> Change[ConnectionTests]:
    """A run of the acceptance file in which these cases failed."""
    command = RecordTestRun(api_version="2.1", failed_cases=failed)
    return perform(TEST_TRANSITIONS, record_test_run, tests, command, at(day, EVALUATOR))


def _tuples(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def _piece(raw: Mapping[str, str]) -> EvidencePiece:
    issued, until = raw.get("issued_on"), raw.get("valid_until")
    return EvidencePiece(
        type=raw["type"],
        issued_on=date.fromisoformat(issued) if issued else None,
        valid_until=date.fromisoformat(until) if until else None,
        status=raw.get("status", "submitted"),
    )
