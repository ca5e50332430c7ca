"""The connection tests of a service with exchange are required, reminded and, when late, escalated."""

from services.evaluation.connection_tests.domain.state import ConnectionTests, TrackState, connection_tests_of
from services.evaluation.evaluation.domain.judgement import pinned
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.due import Deadline, DueDate
from shared.acts.moment import Moment
from shared.contracts.evaluation.connection_tests import (
    ConnectionTestsDeadlineMissed,
    ConnectionTestsReminded,
    ConnectionTestsRequired,
)
from shared.contracts.intake.application import ApplicationDeclaredAdmissible

CLOCK = "test_completion"


@act("E-06", "process.md 2.4, connection tests; 3.2")
def require_connection_tests(_: None, event: ApplicationDeclaredAdmissible, moment: Moment) -> Change[ConnectionTests]:
    """The clock of the tests starts with admissibility. Refused: unknown_programme."""
    programme = pinned(event.programme, moment)
    due = moment.due(programme, CLOCK)
    tests = ConnectionTests(
        id=connection_tests_of(event.dossier),
        dossier=event.dossier,
        state=TrackState.REQUIRED,
        programme=programme.ref,
        organisation=event.service.organisation,
        due_on=due.day,
    )
    change = (
        Change(tests).telling(ConnectionTestsRequired(dossier=event.dossier)).awaiting("escalate_connection_tests", due)
    )
    reminders = programme.deadlines[CLOCK].reminders
    return change.reminding("remind_connection_tests", due, reminders, not_before=moment.at)


@act("E-08", "process.md 2.15, test completion: reminders")
def remind_connection_tests(tests: ConnectionTests, deadline: Deadline, moment: Moment) -> Change[ConnectionTests]:
    """The publisher is reminded of tests that have not passed yet."""
    reminded = tests.reminded + 1
    due = DueDate(CLOCK, tests.due_on, deadline.derivation)
    days_before = moment.programme(tests.programme).deadlines[CLOCK].reminders
    change = becomes(tests, reminded=reminded).telling(
        ConnectionTestsReminded(dossier=tests.dossier, due_on=tests.due_on)
    )
    return change.reminding("remind_connection_tests", due, days_before[reminded:], not_before=moment.at)


@act("E-09", "process.md 2.15, test completion")
def escalate_connection_tests(tests: ConnectionTests, deadline: Deadline, moment: Moment) -> Change[ConnectionTests]:
    """The tests are late: someone is told, nothing is decided, and a late pass still counts."""
    return becomes(tests).telling(ConnectionTestsDeadlineMissed(dossier=tests.dossier, due_on=deadline.due_on))
