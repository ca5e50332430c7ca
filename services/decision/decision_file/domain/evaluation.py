"""What evaluation publishes: the report, and how the connection tests went. Either may come first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from services.decision.decision_file.domain.conditions import ConnectionTests
from services.decision.decision_file.domain.state import FINAL, DecisionFile, Report, State
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.moment import Moment
from shared.acts.participation import joined
from shared.acts.refusal import Refused
from shared.contracts.evaluation.connection_tests import (
    ConnectionTestsFailed,
    ConnectionTestsPassed,
    ConnectionTestsRequired,
)
from shared.contracts.evaluation.evaluation import EvaluationReportIssued
from shared.contracts.vocabulary import DossierId
from shared.programme.faults import UnknownProgrammeVersion

BEFORE_OPINION = (State.AWAITING_REPORT, State.EVALUATED)


@act("D-01", "process.md 3.1 row 15")
def record_report(file: DecisionFile | None, report: EvaluationReportIssued, moment: Moment) -> Change[DecisionFile]:
    """The report reaches the commission. After the opinion it changes nothing: that stands on what was known then.

    Refused: unknown_programme (parked until the version is deployed here).
    """
    known = file or _awaiting(report.dossier)
    if known.state not in BEFORE_OPINION:
        return becomes(known)
    _refuse_unknown(report.programme, moment)
    content = Report(
        service=report.service,
        programme=report.programme,
        programme_hash=report.programme_hash,
        conformity=report.conformity,
        suggested_opinion=report.suggested_opinion,
        not_met=report.not_met,
        participants=joined(known.report.participants if known.report else (), report.participants),
    )
    return becomes(known, state=State.EVALUATED, report=content)


@act("D-02", "process.md 3.2, connection tests; 2.4")
def record_tests_required(
    file: DecisionFile | None, event: ConnectionTestsRequired, moment: Moment
) -> Change[DecisionFile]:
    """The service must pass the connection tests."""
    return _noted(file, event.dossier, lambda tests: replace(tests, required=True))


@act("D-02", "process.md 3.2, connection tests; 2.4")
def record_tests_passed(
    file: DecisionFile | None, event: ConnectionTestsPassed, moment: Moment
) -> Change[DecisionFile]:
    """The tests were passed, possibly at a second attempt."""
    return _noted(file, event.dossier, lambda tests: replace(tests, passed_on=_later(tests.passed_on, event.passed_on)))


@act("D-02", "process.md 3.2, connection tests; 2.4")
def record_tests_failed(
    file: DecisionFile | None, event: ConnectionTestsFailed, moment: Moment
) -> Change[DecisionFile]:
    """The tests were failed; another attempt may follow."""
    return _noted(file, event.dossier, lambda tests: replace(tests, failed_on=_later(tests.failed_on, event.failed_on)))


def _noted(
    file: DecisionFile | None, dossier: DossierId, learn: Callable[[ConnectionTests], ConnectionTests]
) -> Change[DecisionFile]:
    """The file with the test result; after a final decision only the journal records it."""
    known = file or _awaiting(dossier)
    return becomes(known) if known.state in FINAL else becomes(known, tests=learn(known.tests))


def _refuse_unknown(programme: str, moment: Moment) -> None:
    try:
        moment.programme(programme)
    except UnknownProgrammeVersion:
        raise Refused("unknown_programme", programme=programme) from None


def _awaiting(dossier: DossierId) -> DecisionFile:
    return DecisionFile(id=dossier, state=State.AWAITING_REPORT)


def _later(known: date | None, other: date) -> date:
    return other if known is None else max(known, other)
