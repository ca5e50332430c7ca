"""A case ends: without a proposal, or as the minister decides."""

from dataclasses import dataclass

from services.surveillance.case.domain.state import NonComplianceCase, State
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.content import check_code
from shared.acts.moment import Moment
from shared.contracts.surveillance.case import CaseClosed
from shared.identity.actor import Role
from shared.texts.fields import CodeWord


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseCase(Command):
    """No measure is called for; the ground as a code."""

    ground: CodeWord


@act("S-10", "process.md 3.4 NonComplianceCase, no further action", by=Role.DESK_OFFICER)
def close_case(case: NonComplianceCase, command: CloseCase, moment: Moment) -> Change[NonComplianceCase]:
    """The desk finds nothing to sanction (« sans suite »), before any proposal. Invalid: not_a_code."""
    check_code("ground", command.ground)
    return closed(case, State.NO_FURTHER_ACTION, moment, command.ground).no_longer_awaiting("note_observations_elapsed")


def closed(
    case: NonComplianceCase, state: State, moment: Moment, ground: str | None = None
) -> Change[NonComplianceCase]:
    """The end of a case, told once: one that is closed already stays as it is."""
    if case.closed_on:
        return becomes(case)
    return becomes(case, state=state, closed_on=moment.day, closing_ground=ground).telling(
        CaseClosed(case=case.id, dossier=case.dossier, listing=case.listing)
    )
