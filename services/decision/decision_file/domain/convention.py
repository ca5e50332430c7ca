"""The listing agreement (« convention de référencement »): three parties sign, beside everything else."""

from dataclasses import dataclass

from services.decision.decision_file.domain.conditions import Convention, ConventionState, Party
from services.decision.decision_file.domain.state import DecisionFile
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.moment import Moment
from shared.acts.refusal import refuse_if
from shared.contracts.decision.decision_file import (
    ConventionCountersigned,
    ConventionEnteredIntoForce,
    ConventionSignedByPublisher,
)
from shared.identity.actor import Role

SIGNATORY = {
    Party.PUBLISHER: Role.PUBLISHER,
    Party.MINISTER: Role.MINISTER_DELEGATE,
    Party.CNAM: Role.DESK_OFFICER,
}
"""Who records whose signature; the desk enters that of the CNAM."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignConvention(Command):
    """In whose name the convention is signed."""

    party: Party


def signatory(file: DecisionFile, command: SignConvention, moment: Moment) -> None:
    """Each party signs for itself. Refused: role_required, not_your_dossier."""
    party, role = command.party, SIGNATORY[command.party]
    refuse_if(not moment.actor.has(role), "role_required", roles=[role], act="sign_convention")
    if party is Party.PUBLISHER:
        refuse_if(not moment.actor.belongs_to(file.organisation), "not_your_dossier")


@act("D-07", "R.1111-38; process.md 2.7, 3.2", by=tuple(SIGNATORY.values()), admits=signatory)
def sign_convention(file: DecisionFile, command: SignConvention, moment: Moment) -> Change[DecisionFile]:
    """A party signs; the third signature puts the convention into force.

    Refused: role_required, not_your_dossier, already_signed, publisher_signs_first.
    """
    party = command.party
    signed = file.convention.signed
    refuse_if(party in signed, "already_signed", party=party)
    refuse_if(party is not Party.PUBLISHER and Party.PUBLISHER not in signed, "publisher_signs_first")
    convention = Convention(signed={**signed, party: moment.day})
    change = becomes(file, convention=convention).telling(_event(file, party))
    if convention.state is ConventionState.IN_FORCE:
        return change.telling(ConventionEnteredIntoForce(dossier=file.id))
    return change


def _event(file: DecisionFile, party: Party) -> object:
    if party is Party.PUBLISHER:
        return ConventionSignedByPublisher(dossier=file.id)
    return ConventionCountersigned(dossier=file.id, party=party)
