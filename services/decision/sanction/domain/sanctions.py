"""Sanctions: surveillance proposes, the minister decides, catalogue executes (process.md 2.11)."""

from dataclasses import dataclass, replace

from services.decision.sanction.domain.state import SanctionFile, State, Suspension
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.due import Deadline
from shared.acts.moment import Moment
from shared.acts.participation import joined, refuse_participant
from shared.acts.refusal import Refused
from shared.contracts.decision.sanction import (
    InterimSuspensionOrdered,
    NoSanctionDecided,
    SuspensionLifted,
    SuspensionOrdered,
    SuspensionReviewDue,
)
from shared.contracts.surveillance.case import SanctionProposed
from shared.contracts.vocabulary import SuspensionScope
from shared.identity.actor import Role
from shared.programme.version import Programme

CLOCK = "suspension"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSuspension(Command):
    """What the suspension cuts."""

    scope: SuspensionScope


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideNoSanction(Command):
    """The proposal is not followed (« sans suite »)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftSuspension(Command):
    """The measures were verified (« levée »)."""


def impartial(file: SanctionFile, _: object, moment: Moment) -> None:
    """Whoever opened the case or proposed the sanction does not decide on it. Refused: signatory_took_part."""
    refuse_participant(file.dossier, file.participants, moment)


@act("D-11", "process.md 2.11, 3.4")
def open_sanction_file(file: SanctionFile | None, event: SanctionProposed, moment: Moment) -> Change[SanctionFile]:
    """Surveillance proposes a sanction; while nothing is decided a new proposal replaces the one before."""
    return Change(
        SanctionFile(
            id=event.case,
            dossier=event.dossier,
            listing=event.listing,
            state=State.PROPOSED,
            programme=file.programme if file else moment.programme_in_force().ref,
            rung=event.rung,
            scope=event.scope,
            urgency_grounds=event.urgency_grounds,
            participants=joined(file.participants if file else (), event.participants),
        )
    )


@act("D-12", "CRPA L.121-1; process.md 2.11", by=Role.MINISTER_DELEGATE, admits=impartial)
def order_suspension(file: SanctionFile, command: OrderSuspension, moment: Moment) -> Change[SanctionFile]:
    """The minister suspends; at once (interim) where urgency was recorded, else after the publisher was heard.

    Refused: signatory_took_part; milder_sanction_proposed, unless urgent: the publisher was heard on the measure
    proposed, not on more.
    """
    programme = moment.programme(file.programme)
    if not file.urgency_grounds and not _reaches_suspension(programme, file.rung):
        raise Refused("milder_sanction_proposed", proposed=file.rung)
    due = moment.due(programme, CLOCK)
    event = InterimSuspensionOrdered if file.urgency_grounds else SuspensionOrdered
    suspension = Suspension(
        scope=command.scope, interim=bool(file.urgency_grounds), ordered_on=moment.day, ends_on=due.day
    )
    return (
        becomes(file, state=State.SUSPENDED, suspension=suspension)
        .telling(
            event(
                case=file.id,
                dossier=file.dossier,
                listing=file.listing,
                scope=command.scope,
                ordered_on=moment.day,
                ends_on=due.day,
            )
        )
        .awaiting("review_suspension", due)
    )


@act("D-13", "process.md 2.15, suspension")
def review_suspension(file: SanctionFile, deadline: Deadline, moment: Moment) -> Change[SanctionFile]:
    """The term is reached: someone must reinstate or go further. Nothing is decided, the suspension holds."""
    return becomes(file).telling(
        SuspensionReviewDue(case=file.id, dossier=file.dossier, listing=file.listing, due_on=deadline.due_on)
    )


@act("D-14", "process.md 2.11, 3.4", by=Role.MINISTER_DELEGATE, admits=impartial)
def decide_no_sanction(file: SanctionFile, _: DecideNoSanction, moment: Moment) -> Change[SanctionFile]:
    """The minister does not follow the proposal (« sans suite »)."""
    return becomes(file, state=State.NO_SANCTION).telling(
        NoSanctionDecided(case=file.id, dossier=file.dossier, listing=file.listing)
    )


@act("D-15", "process.md 2.11, 3.3", by=Role.MINISTER_DELEGATE, admits=impartial)
def lift_suspension(file: SanctionFile, _: LiftSuspension, moment: Moment) -> Change[SanctionFile]:
    """The minister lifts the suspension after verified measures (« levée »)."""
    assert file.suspension
    lifted = replace(file.suspension, lifted_on=moment.day)
    return (
        becomes(file, state=State.LIFTED, suspension=lifted)
        .telling(SuspensionLifted(case=file.id, dossier=file.dossier, listing=file.listing, lifted_on=moment.day))
        .no_longer_awaiting("review_suspension")
    )


def _reaches_suspension(programme: Programme, proposed: str) -> bool:
    """Whether the proposed rung is the ladder's suspension, or above it; an unknown rung reaches nothing."""
    rungs = programme.ladder.rungs
    severe = next(place for place, rung in enumerate(rungs) if rung.deadline == CLOCK)
    return proposed in [rung.id for rung in rungs[severe:]]
