"""The minister's decision (« décision »): a listing is granted or refused, by a human, never by time."""

from dataclasses import dataclass

from services.decision.decision_file.domain.conditions import ConventionState
from services.decision.decision_file.domain.prerequisites import refuse_unready
from services.decision.decision_file.domain.state import FAVOURABLE_FAMILY, Decided, DecisionFile, State
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.content import check_codes
from shared.acts.due import Deadline
from shared.acts.moment import Moment, derived_id
from shared.acts.participation import refuse_participant
from shared.acts.refusal import refuse_if
from shared.calendar.periods import anniversary
from shared.contracts.decision.decision_file import (
    DecisionDeadlineMissed,
    LatestDecision,
    ListingGranted,
    ListingRefused,
    Verdict,
)
from shared.contracts.vocabulary import ListingId
from shared.identity.actor import Role
from shared.programme.vocabulary import Step
from shared.texts.fields import Codes


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantListing(Command):
    """The service is listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseListing(Command):
    """The service is not listed, for these grounds (codes)."""

    grounds: Codes


def impartial(file: DecisionFile, _: object, moment: Moment) -> None:
    """Whoever evaluated the dossier does not decide on it. Refused: signatory_took_part."""
    if file.report:
        refuse_participant(file.id, file.report.participants, moment)


@act("D-08", "R.1111-38; process.md 3.1 row 25; 2.6", by=Role.MINISTER_DELEGATE, admits=impartial)
def grant_listing(file: DecisionFile, _: GrantListing, moment: Moment) -> Change[DecisionFile]:
    """The minister lists the service, until the anniversary of this day.

    Refused: signatory_took_part, opinion_not_favourable, reservations_open, tests_not_passed, convention_not_signed.
    """
    assert file.report and file.opinion
    given = file.opinion.opinion
    refuse_if(given not in FAVOURABLE_FAMILY, "opinion_not_favourable", opinion=given)
    waiting = [one.criterion for one in file.open_suspensive]
    refuse_if(waiting, "reservations_open", open=waiting)
    refuse_unready(file, Step.DECISION, moment)
    listing = ListingId(derived_id("listing", file.id))
    ends_on = anniversary(moment.day, moment.programme(file.report.programme).validity.months)
    decided = Decided(verdict=Verdict.GRANTED, decided_on=moment.day, listing=listing, ends_on=ends_on)
    granted = ListingGranted(
        dossier=file.id,
        listing=listing,
        service=file.report.service,
        programme=file.report.programme,
        decided_on=moment.day,
        ends_on=ends_on,
        opinion=given,
        reservations=tuple(one.published for one in file.open_reservations),
        convention_signed=file.convention_state is ConventionState.IN_FORCE,
        tests=file.tests_state,
    )
    return becomes(file, state=State.GRANTED, decided=decided).telling(granted).no_longer_awaiting("escalate_decision")


@act("D-09", "R.1111-38; process.md 3.1 row 26; 2.6", by=Role.MINISTER_DELEGATE, admits=impartial)
def refuse_listing(file: DecisionFile, command: RefuseListing, moment: Moment) -> Change[DecisionFile]:
    """The minister refuses, with reasons; possible despite a favourable opinion.

    Refused: signatory_took_part, grounds_missing; Invalid.
    """
    refuse_if(not command.grounds, "grounds_missing")
    check_codes("grounds", command.grounds)
    decided = Decided(verdict=Verdict.REFUSED, decided_on=moment.day, grounds=command.grounds)
    return (
        becomes(file, state=State.REFUSED, decided=decided)
        .telling(ListingRefused(dossier=file.id, decided_on=moment.day, grounds=command.grounds))
        .no_longer_awaiting("escalate_decision")
    )


@act("D-10", "process.md 2.6, silence; 2.15, opinion to decision")
def escalate_decision(file: DecisionFile, deadline: Deadline, moment: Moment) -> Change[DecisionFile]:
    """The decision is late: someone is told, nothing is decided."""
    return becomes(file).telling(DecisionDeadlineMissed(dossier=file.id, due_on=deadline.due_on))


def latest_decision(file: DecisionFile) -> LatestDecision | None:
    """The state topic's record for integrators, once there is a decision."""
    if file.decided is None:
        return None
    assert file.report and file.opinion
    return LatestDecision(
        dossier=file.id,
        service=file.report.service,
        verdict=file.decided.verdict,
        decided_on=file.decided.decided_on,
        opinion=file.opinion.opinion,
        listing=ListingId(file.decided.listing) if file.decided.listing else None,
        ends_on=file.decided.ends_on,
        grounds=file.decided.grounds,
    )
