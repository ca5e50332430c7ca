"""Reservations (« réserves ») after the opinion: reminded, lifted, or the application lapses."""

from dataclasses import dataclass, replace

from services.decision.decision_file.domain.state import DecisionFile, State
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.due import Deadline, DueDate
from shared.acts.moment import Moment
from shared.acts.refusal import Refused, refuse_if
from shared.contracts.decision.decision_file import ApplicationLapsed, ReservationLifted, ReservationReminded
from shared.identity.actor import Role
from shared.programme.version import Programme
from shared.texts.fields import CodeWord

CLOCK = "suspensive_reservation"
MEASURE_CLOCKS = ("remind_reservation", "lapse_for_reservation")


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftReservation(Command):
    """The reservation on this criterion: its measure was verified."""

    criterion: CodeWord


def awaiting_measures(opined: Change[DecisionFile], moment: Moment) -> Change[DecisionFile]:
    """Start the clock of the suspensive reservations: reminders, then lapse after the grace."""
    rules = _rules(opined.state, moment)
    rule, due = rules.deadlines[CLOCK], moment.due(rules, CLOCK)
    lapsing = opined.awaiting("lapse_for_reservation", due.shifted(rule.grace_days, "grace"))
    return lapsing.reminding("remind_reservation", due, rule.reminders, not_before=moment.at)


@act("D-04", "process.md 3.1 row 23; 2.5", by=Role.EVALUATOR)
def lift_reservation(file: DecisionFile, command: LiftReservation, moment: Moment) -> Change[DecisionFile]:
    """The measure is verified (« levée de réserve »); the last suspensive one starts the decision clock.

    Refused: reservation_unknown, reservation_already_lifted.
    """
    found = next((one for one in file.reservations if one.criterion == command.criterion), None)
    if found is None:
        raise Refused("reservation_unknown", open=[one.criterion for one in file.open_reservations])
    refuse_if(found.lifted_on, "reservation_already_lifted", criterion=found.criterion)
    lifted = tuple(replace(one, lifted_on=moment.day) if one is found else one for one in file.reservations)
    change = becomes(file, reservations=lifted).telling(ReservationLifted(dossier=file.id, criterion=found.criterion))
    if file.state is not State.RESERVATIONS_PENDING or change.state.open_suspensive:
        return change
    return (
        replace(change, state=replace(change.state, state=State.OPINION_FAVOURABLE))
        .no_longer_awaiting(*MEASURE_CLOCKS)
        .awaiting("escalate_decision", moment.due(_rules(file, moment), "decision"))
    )


@act("D-05", "process.md 2.15, suspensive reservation: reminders")
def remind_reservation(file: DecisionFile, deadline: Deadline, moment: Moment) -> Change[DecisionFile]:
    """The publisher is reminded of the suspensive reservations still open."""
    due_on = file.open_suspensive[0].due_on
    change = becomes(file, reminded=file.reminded + 1).telling(ReservationReminded(dossier=file.id, due_on=due_on))
    due = DueDate(CLOCK, due_on, deadline.derivation)
    left = _rules(file, moment).deadlines[CLOCK].reminders[change.state.reminded :]
    return change.reminding("remind_reservation", due, left, not_before=moment.at)


@act("D-06", "process.md 3.1 row 28; 2.15, suspensive reservation")
def lapse_for_reservation(file: DecisionFile, deadline: Deadline, moment: Moment) -> Change[DecisionFile]:
    """Due date and grace have passed after a reminder (« caducité »): closed, not refused.

    Refused: reminder_not_sent.
    """
    refuse_if(not file.reminded, "reminder_not_sent")
    return (
        becomes(file, state=State.LAPSED)
        .telling(ApplicationLapsed(dossier=file.id, lapsed_on=moment.day))
        .no_longer_awaiting(*MEASURE_CLOCKS)
    )


def _rules(file: DecisionFile, moment: Moment) -> Programme:
    assert file.programme
    return moment.programme(file.programme)
