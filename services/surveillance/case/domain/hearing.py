"""The adversarial procedure (« procédure contradictoire »): grounds notified, the publisher heard."""

from dataclasses import dataclass, field
from typing import Annotated

from services.surveillance.case.domain.state import NonComplianceCase, Notification, Observation, State
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.content import check_codes, check_text
from shared.acts.due import Deadline
from shared.acts.moment import Moment
from shared.acts.refusal import Invalid, refuse_if
from shared.contracts.surveillance.case import GroundsNotified, ObservationsPeriodElapsed, ObservationsReceived
from shared.identity.actor import Role
from shared.programme.faults import Fault
from shared.programme.version import Programme
from shared.texts.fields import Codes, CodeWord
from shared.texts.public_text import PublicText

LONGEST_OBSERVATIONS = 20_000


def heard_party(case: NonComplianceCase, _: object, moment: Moment) -> None:
    """Who may answer. Refused: not_your_dossier."""
    case.answered_by(moment)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyGrounds(Command):
    """The measure envisaged, as a rung of the programme's ladder, and its grounds as codes."""

    rung: CodeWord
    grounds: Codes


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveObservations(Command):
    """What the publisher has to say."""

    text: Annotated[str, PublicText(LONGEST_OBSERVATIONS, lines=True)] = field(repr=False)


@act("S-11", "CRPA L.121-1, L.122-1; process.md 2.11", by=Role.DESK_OFFICER)
def notify_grounds(case: NonComplianceCase, command: NotifyGrounds, moment: Moment) -> Change[NonComplianceCase]:
    """The publisher is told the measure envisaged and why; its time to answer begins.

    Told again once it was heard: another measure is envisaged, and the publisher is heard on that one.
    Refused: grounds_missing; Invalid: unknown_rung, not_a_code.
    """
    refuse_if(not command.grounds, "grounds_missing")
    check_codes("grounds", command.grounds)
    programme = moment.programme(case.programme)
    check_rung(command.rung, programme)
    due = moment.due(programme, "observations")
    notification = Notification(rung=command.rung, grounds=command.grounds, due_on=due.day)
    return (
        becomes(case, state=State.GROUNDS_NOTIFIED, notification=notification)
        .telling(
            GroundsNotified(
                case=case.id,
                dossier=case.dossier,
                listing=case.listing,
                grounds=command.grounds,
                observations_due_on=due.day,
            )
        )
        .awaiting("note_observations_elapsed", due)
    )


@act("S-12", "CRPA L.122-1; process.md 2.11", by=Role.PUBLISHER, admits=heard_party)
def receive_observations(
    case: NonComplianceCase, command: ReceiveObservations, moment: Moment
) -> Change[NonComplianceCase]:
    """The publisher answers: in time, later while nothing is closed, or after a proposal made for urgency.

    Refused: not_your_dossier; Invalid: length.
    """
    text = check_text("text", command.text, LONGEST_OBSERVATIONS)
    observations = (*case.observations, Observation(received_on=moment.day, text=text))
    heard = State.INSTRUCTED if case.state is State.GROUNDS_NOTIFIED else case.state
    return (
        becomes(case, state=heard, observations=observations)
        .telling(ObservationsReceived(case=case.id, dossier=case.dossier, listing=case.listing))
        .no_longer_awaiting("note_observations_elapsed")
    )


@act("S-13", "process.md 2.15, observations: decide on the file")
def note_observations_elapsed(case: NonComplianceCase, deadline: Deadline, moment: Moment) -> Change[NonComplianceCase]:
    """The publisher did not use its time: the case may be proposed on the file, by a human."""
    return becomes(case, state=State.INSTRUCTED).telling(
        ObservationsPeriodElapsed(case=case.id, dossier=case.dossier, listing=case.listing)
    )


def check_rung(rung: str, programme: Programme) -> None:
    """Invalid unknown_rung: not on the programme's ladder."""
    rungs = [one.id for one in programme.ladder.rungs]
    if rung not in rungs:
        raise Invalid([Fault("rung", "unknown_rung", ", ".join(rungs))])
