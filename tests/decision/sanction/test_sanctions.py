"""Rules D-11 to D-15: what surveillance proposes, the minister decides."""

from datetime import date
from typing import Any

import pytest

from services.decision.sanction.domain.life import TRANSITIONS as LIFE
from services.decision.sanction.domain.sanctions import (
    DecideNoSanction,
    LiftSuspension,
    OrderSuspension,
    decide_no_sanction,
    lift_suspension,
    open_sanction_file,
    order_suspension,
    review_suspension,
)
from services.decision.sanction.domain.state import State
from shared.acts.change import Change
from shared.contracts.decision.sanction import (
    InterimSuspensionOrdered,
    NoSanctionDecided,
    SuspensionLifted,
    SuspensionOrdered,
    SuspensionReviewDue,
)
from shared.contracts.surveillance.case import SanctionProposed
from shared.contracts.vocabulary import CaseId, DossierId, ListingId, SuspensionScope
from tests.builders import AUDITOR, DELEGATE, at, awaited, deadline, perform, refusal, some_id

CASE, DOSSIER, LISTING = CaseId(some_id("case")), DossierId(some_id("dossier")), ListingId(some_id("listing"))
BOTH = OrderSuspension(scope=SuspensionScope.BOTH)


def proposal(rung: str = "SUSPENSION", *urgency: str) -> SanctionProposed:
    return SanctionProposed(
        case=CASE,
        dossier=DOSSIER,
        listing=LISTING,
        rung=rung,
        scope=SuspensionScope.VISIBILITY,
        urgency_grounds=urgency,
    )


def proposed(rung: str = "SUSPENSION", *urgency: str) -> Any:  # noqa: ANN401
    return perform(LIFE, open_sanction_file, None, proposal(rung, *urgency), at("2026-06-01")).state


def suspend(file: object, day: str = "2026-06-02") -> Change[Any]:
    return perform(LIFE, order_suspension, file, BOTH, at(day, DELEGATE))


def test_a_proposal_opens_a_file_under_the_version_in_force() -> None:
    file = proposed("SUSPENSION", "data_leak")

    assert (file.id, file.dossier, file.listing, file.state) == (CASE, DOSSIER, LISTING, State.PROPOSED)
    assert (file.programme, file.rung, file.urgency_grounds) == ("3.0.0", "SUSPENSION", ("data_leak",))


def test_a_suspension_runs_for_the_programmes_ninety_days() -> None:
    change = suspend(proposed())

    assert change.events == (
        SuspensionOrdered(
            case=CASE,
            dossier=DOSSIER,
            listing=LISTING,
            scope=SuspensionScope.BOTH,
            ordered_on=date(2026, 6, 2),
            ends_on=date(2026, 8, 31),
        ),
    )
    assert change.state.suspension.scope is SuspensionScope.BOTH
    assert (change.state.state, awaited(change)) == (State.SUSPENDED, {"review_suspension": "2026-09-01"})


def test_for_urgency_the_suspension_is_interim() -> None:
    change = suspend(proposed("SUSPENSION", "data_leak"))

    assert change.events == (
        InterimSuspensionOrdered(
            case=CASE,
            dossier=DOSSIER,
            listing=LISTING,
            scope=SuspensionScope.BOTH,
            ordered_on=date(2026, 6, 2),
            ends_on=date(2026, 8, 31),
        ),
    )
    assert change.state.suspension.interim is True


@pytest.mark.parametrize("rung", ["OBSERVATION", "WARNING", "FORMAL_NOTICE", "no_rung_at_all"])
def test_the_minister_does_not_suspend_where_less_was_proposed(rung: str) -> None:
    assert refusal(LIFE, order_suspension, proposed(rung), BOTH, at("2026-06-02", DELEGATE)) == (
        "milder_sanction_proposed"
    )


@pytest.mark.parametrize(("rung", "urgency"), [("DELISTING", ()), ("WARNING", ("data_leak",))])
def test_the_minister_may_suspend_where_more_was_proposed_or_for_urgency(rung: str, urgency: tuple[str, ...]) -> None:
    assert suspend(proposed(rung, *urgency)).state.state is State.SUSPENDED


def test_at_its_term_a_suspension_is_reviewed_by_people_and_holds_meanwhile() -> None:
    file = suspend(proposed()).state

    due = deadline("review_suspension", "2026-08-31")
    change = perform(LIFE, review_suspension, file, due, at("2026-09-01", hour=0))

    assert change.events == (
        SuspensionReviewDue(case=CASE, dossier=DOSSIER, listing=LISTING, due_on=date(2026, 8, 31)),
    )
    assert change.state == file


def test_a_suspension_is_lifted_once_by_the_minister() -> None:
    file = suspend(proposed()).state

    change = perform(LIFE, lift_suspension, file, LiftSuspension(), at("2026-07-01", DELEGATE))

    assert change.events == (SuspensionLifted(case=CASE, dossier=DOSSIER, listing=LISTING, lifted_on=date(2026, 7, 1)),)
    assert (change.state.state, awaited(change)) == (State.LIFTED, {"review_suspension": "cancelled"})
    again = at("2026-07-02", DELEGATE)
    assert refusal(LIFE, lift_suspension, change.state, LiftSuspension(), again) == "act_not_allowed"
    assert refusal(LIFE, lift_suspension, file, LiftSuspension(), at("2026-07-01", AUDITOR)) == "role_required"


def test_the_minister_may_decide_against_any_sanction() -> None:
    change = perform(LIFE, decide_no_sanction, proposed(), DecideNoSanction(), at("2026-06-02", DELEGATE))

    assert change.events == (NoSanctionDecided(case=CASE, dossier=DOSSIER, listing=LISTING),)
    assert (change.state.state, awaited(change)) == (State.NO_SANCTION, {})


def test_until_the_decision_a_new_proposal_replaces_the_one_before() -> None:
    file = perform(LIFE, open_sanction_file, proposed("WARNING"), proposal("SUSPENSION"), at("2026-06-02")).state

    assert (file.rung, suspend(file).state.state) == ("SUSPENSION", State.SUSPENDED)


def test_a_file_keeps_the_version_under_which_it_was_opened() -> None:
    opened = perform(LIFE, open_sanction_file, None, proposal("WARNING"), at("2025-12-30")).state

    again = perform(LIFE, open_sanction_file, opened, proposal(), at("2026-01-02")).state

    assert (opened.programme, again.programme) == ("2.0.0", "2.0.0")


def test_a_case_that_was_decided_is_not_proposed_again() -> None:
    cleared = perform(LIFE, decide_no_sanction, proposed(), DecideNoSanction(), at("2026-06-02", DELEGATE)).state

    for file in (cleared, suspend(proposed()).state):
        assert refusal(LIFE, open_sanction_file, file, proposal(), at("2026-06-03")) == "act_not_allowed"
    assert refusal(LIFE, order_suspension, cleared, BOTH, at("2026-06-03", DELEGATE)) == "act_not_allowed"
