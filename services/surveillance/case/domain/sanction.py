"""The sanction: surveillance proposes a rung of the ladder, the minister decides elsewhere, the case follows."""

from dataclasses import dataclass

from services.surveillance.case.domain.closure import closed
from services.surveillance.case.domain.hearing import check_rung
from services.surveillance.case.domain.state import NonComplianceCase, Proposal, State
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.content import check_codes
from shared.acts.moment import Moment
from shared.acts.participation import joined, participants
from shared.acts.refusal import Refused
from shared.contracts.decision.sanction import (
    InterimSuspensionOrdered,
    NoSanctionDecided,
    SuspensionLifted,
    SuspensionOrdered,
)
from shared.contracts.surveillance.case import SanctionProposed
from shared.contracts.vocabulary import SuspensionScope
from shared.identity.actor import Role
from shared.programme.version import Programme
from shared.texts.fields import Codes, CodeWord


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeSanction(Command):
    """A rung of the ladder, what a suspension would cut, and the grounds of urgency (codes) if there is no time."""

    rung: CodeWord
    scope: SuspensionScope
    urgency_grounds: Codes = ()


@act("S-14", "CRPA L.121-1, L.121-2; process.md 2.11; invariant 4", by=Role.DESK_OFFICER)
def propose_sanction(case: NonComplianceCase, command: ProposeSanction, moment: Moment) -> Change[NonComplianceCase]:
    """Surveillance proposes once the publisher was heard or let its time pass; before that for urgency only.

    Whatever the rung: hearing the publisher on a mild one too is more than the programme asks, never less.
    Refused: publisher_not_heard, rung_above_notified; Invalid: unknown_rung, not_a_code.
    """
    check_codes("urgency_grounds", command.urgency_grounds)
    programme = moment.programme(case.programme)
    check_rung(command.rung, programme)
    if not command.urgency_grounds:
        _heard_on(case, command.rung, programme)
    proposal = Proposal(
        rung=command.rung,
        scope=command.scope,
        urgency_grounds=command.urgency_grounds,
        proposed_on=moment.day,
    )
    involved = joined(case.participants, participants(case.dossier, moment.actor.id))
    return (
        becomes(case, state=State.PROPOSED, proposal=proposal, participants=involved)
        .telling(
            SanctionProposed(
                case=case.id,
                dossier=case.dossier,
                listing=case.listing,
                rung=proposal.rung,
                scope=proposal.scope,
                urgency_grounds=proposal.urgency_grounds,
                participants=involved,
            )
        )
        .no_longer_awaiting("note_observations_elapsed")
    )


@act("S-15", "process.md 2.11, 3.4 NonComplianceCase")
def record_suspension(
    case: NonComplianceCase, event: SuspensionOrdered | InterimSuspensionOrdered, moment: Moment
) -> Change[NonComplianceCase]:
    """The minister suspends, for good reason or for now; heard of after the end of the case, it changes nothing."""
    return becomes(case) if case.closed_on else becomes(case, state=State.MEASURES_RUNNING)


@act("S-16", "process.md 2.11, 3.4 NonComplianceCase")
def record_lifting(case: NonComplianceCase, event: SuspensionLifted, moment: Moment) -> Change[NonComplianceCase]:
    """The minister found the measures done and lifted the suspension (« levée »)."""
    return closed(case, State.CLOSED, moment)


@act("S-17", "process.md 2.11, 3.4 NonComplianceCase")
def record_no_sanction(case: NonComplianceCase, event: NoSanctionDecided, moment: Moment) -> Change[NonComplianceCase]:
    """The minister decided against the sanction, at once or after an interim suspension (« sans suite »)."""
    return closed(case, State.NO_FURTHER_ACTION, moment)


def _heard_on(case: NonComplianceCase, rung: str, programme: Programme) -> None:
    """The publisher could answer on a measure at least as severe as this one."""
    if case.state is not State.INSTRUCTED or case.notification is None:
        raise Refused("publisher_not_heard", due_on=case.notification and case.notification.due_on.isoformat())
    rungs = [one.id for one in programme.ladder.rungs]
    if rungs.index(rung) > rungs.index(case.notification.rung):
        raise Refused("rung_above_notified", notified=case.notification.rung)
