"""Rules D-08 to D-10: the minister grants or refuses; time does neither."""

from dataclasses import replace
from datetime import date

import pytest

from services.decision.decision_file.domain.conditions import Party
from services.decision.decision_file.domain.life import TRANSITIONS
from services.decision.decision_file.domain.reservations import LiftReservation, lift_reservation
from services.decision.decision_file.domain.state import DecisionFile, State
from services.decision.decision_file.domain.verdict import (
    GrantListing,
    RefuseListing,
    escalate_decision,
    grant_listing,
    latest_decision,
    refuse_listing,
)
from shared.acts.change import Change
from shared.acts.refusal import Invalid, Refused
from shared.contracts.decision.decision_file import (
    DecisionDeadlineMissed,
    LatestDecision,
    ListingGranted,
    ListingRefused,
    OpenReservation,
    Verdict,
)
from shared.contracts.vocabulary import ListingId, Opinion
from shared.programme.vocabulary import Step
from tests.builders import DELEGATE, EVALUATOR, SECRETARY, at, awaited, deadline, perform, refusal, told
from tests.decision.decision_file.dossier import (
    DOSSIER,
    a_report,
    a_reservation,
    failed,
    hear,
    opined,
    passed,
    ready,
    requiring,
    sign,
)

LISTING = ListingId("c1d6e838-6ff9-5abf-b956-d90a110072ce")


def grant(file: DecisionFile, day: str = "2026-03-11") -> Change[DecisionFile]:
    change: Change[DecisionFile] = perform(TRANSITIONS, grant_listing, file, GrantListing(), at(day, DELEGATE))
    return change


def refused(file: DecisionFile) -> str:
    return refusal(TRANSITIONS, grant_listing, file, GrantListing(), at("2026-03-11", DELEGATE))


def refuse(file: DecisionFile, *grounds: str) -> Change[DecisionFile]:
    command = RefuseListing(grounds=grounds)
    change: Change[DecisionFile] = perform(TRANSITIONS, refuse_listing, file, command, at("2026-03-11", DELEGATE))
    return change


def test_a_grant_tells_everything_that_others_need() -> None:
    file = hear(ready(Opinion.FAVOURABLE_NON_SUSPENSIVE, exchange=True), passed("2026-03-09"))

    change = grant(file)

    assert change.events == (
        ListingGranted(
            dossier=DOSSIER,
            listing=LISTING,
            service=a_report(exchange=True).service,
            programme="3.0.0",
            decided_on=date(2026, 3, 11),
            ends_on=date(2027, 3, 11),
            opinion=Opinion.FAVOURABLE_NON_SUSPENSIVE,
            reservations=(OpenReservation(criterion="ETH-26", suspensive=False, due_on=date(2026, 9, 7)),),
            convention_signed=True,
            tests="passed",
        ),
    )
    assert (change.state.state, awaited(change)) == (State.GRANTED, {"escalate_decision": "cancelled"})


def test_a_grant_names_only_the_reservations_that_are_still_open() -> None:
    asked = (a_reservation("SEC-07", suspensive=True), a_reservation("ETH-26", suspensive=False))
    pending = sign(opined(Opinion.FAVOURABLE_SUSPENSIVE, reservations=asked), *Party)
    verified = LiftReservation(criterion="SEC-07")
    lifted = perform(TRANSITIONS, lift_reservation, pending, verified, at("2026-03-11", EVALUATOR)).state

    (event,) = grant(lifted).events

    assert isinstance(event, ListingGranted)
    assert [one.criterion for one in event.reservations] == ["ETH-26"]


@pytest.mark.parametrize(
    ("decided_on", "ends_on"),
    [
        ("2028-02-29", date(2029, 2, 28)),
        ("2027-02-28", date(2028, 2, 28)),
        ("2028-03-01", date(2029, 3, 1)),
        ("2026-12-31", date(2027, 12, 31)),
    ],
)
def test_a_listing_ends_on_the_anniversary_of_the_decision(decided_on: str, ends_on: date) -> None:
    decided = grant(ready(), decided_on).state.decided

    assert decided and decided.ends_on == ends_on


def test_the_day_of_the_decision_is_the_day_in_paris() -> None:
    moment = at("2026-06-30", DELEGATE, hour=0)  # still 29 June in UTC

    decided = perform(TRANSITIONS, grant_listing, ready(), GrantListing(), moment).state.decided

    assert (decided.decided_on, decided.ends_on) == (date(2026, 6, 30), date(2027, 6, 30))


@pytest.mark.parametrize(
    ("opinion", "state"),
    [
        (Opinion.UNFAVOURABLE, "opinion_unfavourable"),
        (Opinion.FAVOURABLE_SUSPENSIVE, "reservations_pending"),
    ],
)
def test_no_listing_against_an_unfavourable_opinion_or_while_measures_are_awaited(opinion: Opinion, state: str) -> None:
    with pytest.raises(Refused) as caught:
        grant(ready(opinion))

    assert (caught.value.code, caught.value.facts["state"]) == ("act_not_allowed", state)


def test_the_grant_looks_at_the_facts_and_not_only_at_the_state() -> None:
    against = replace(ready(Opinion.UNFAVOURABLE), state=State.OPINION_FAVOURABLE)
    reserved = replace(ready(Opinion.FAVOURABLE_SUSPENSIVE), state=State.OPINION_FAVOURABLE)

    assert (refused(against), refused(reserved)) == ("opinion_not_favourable", "reservations_open")


def test_no_listing_before_the_tests_have_passed() -> None:
    untested = ready(exchange=True)
    failing = hear(untested, failed("2026-03-09"))

    for file, tests, failed_on in ((untested, "required", None), (failing, "failed", "2026-03-09")):
        with pytest.raises(Refused) as caught:
            grant(file)
        assert (caught.value.code, caught.value.facts) == (
            "tests_not_passed", {"tests": tests, "failed_on": failed_on},
        )  # fmt: skip
    assert grant(hear(failing, passed("2026-03-10"))).state.state is State.GRANTED


def test_no_programme_can_put_the_tests_off_beyond_the_decision() -> None:
    moment = requiring(at("2026-03-11", DELEGATE), tests_required_before=Step.PUBLICATION)

    assert refusal(TRANSITIONS, grant_listing, ready(exchange=True), GrantListing(), moment) == "tests_not_passed"


def test_no_listing_before_all_three_have_signed() -> None:
    with pytest.raises(Refused) as caught:
        grant(sign(opined(), Party.PUBLISHER, Party.CNAM))

    assert (caught.value.code, caught.value.facts) == ("convention_not_signed", {"missing": [Party.MINISTER]})


def test_a_programme_may_let_the_convention_wait_until_publication() -> None:
    moment = requiring(at("2026-03-11", DELEGATE), convention_required_before=Step.PUBLICATION)

    change = perform(TRANSITIONS, grant_listing, sign(opined(), Party.PUBLISHER), GrantListing(), moment)

    (event,) = change.events
    assert isinstance(event, ListingGranted) and event.convention_signed is False
    assert sign(change.state, Party.MINISTER, Party.CNAM).convention_state == "in_force"


def test_the_minister_may_refuse_despite_a_favourable_opinion() -> None:
    change = refuse(ready(), "SEC-07", "budget")

    assert change.events == (
        ListingRefused(dossier=DOSSIER, decided_on=date(2026, 3, 11), grounds=("SEC-07", "budget")),
    )
    assert (change.state.state, awaited(change)) == (State.REFUSED, {"escalate_decision": "cancelled"})


def test_refusing_is_the_only_decision_after_an_unfavourable_opinion() -> None:
    file = opined(Opinion.UNFAVOURABLE)

    assert refuse(file, "SEC-07").state.state is State.REFUSED
    assert TRANSITIONS.allowed(file.state) == ["refuse_listing", "sign_convention"]


def test_nothing_is_refused_while_measures_are_awaited() -> None:
    moment = at("2026-03-11", DELEGATE)
    pending = opined(Opinion.FAVOURABLE_SUSPENSIVE)

    assert refusal(TRANSITIONS, refuse_listing, pending, RefuseListing(grounds=("x",)), moment) == "act_not_allowed"


def test_a_refusal_has_grounds_and_grounds_are_codes() -> None:
    moment = at("2026-03-11", DELEGATE)

    assert refusal(TRANSITIONS, refuse_listing, ready(), RefuseListing(grounds=()), moment) == "grounds_missing"
    with pytest.raises(Invalid):
        refuse(ready(), "le ministre n'en veut pas")


@pytest.mark.parametrize("opinion", [Opinion.FAVOURABLE, Opinion.UNFAVOURABLE])
def test_a_late_decision_is_escalated_and_nothing_is_decided(opinion: Opinion) -> None:
    file = ready(opinion)

    change = perform(
        TRANSITIONS, escalate_decision, file, deadline("escalate_decision", "2026-04-09"), at("2026-04-10", hour=0)
    )

    assert change.events == (DecisionDeadlineMissed(dossier=DOSSIER, due_on=date(2026, 4, 9)),)
    assert change.state == file


def test_only_the_minister_decides() -> None:
    moment = at("2026-03-11", SECRETARY)

    assert refusal(TRANSITIONS, grant_listing, ready(), GrantListing(), moment) == "role_required"
    assert refusal(TRANSITIONS, refuse_listing, ready(), RefuseListing(grounds=("x",)), moment) == "role_required"


def test_a_decision_is_final() -> None:
    for decided in (grant(ready()).state, refuse(ready(), "SEC-07").state):
        assert refused(decided) == "act_not_allowed"
        assert "refuse_listing" not in TRANSITIONS.allowed(decided.state)


def test_integrators_see_the_latest_decision_and_nothing_before_it() -> None:
    service = a_report().service

    assert latest_decision(ready()) is None
    assert latest_decision(grant(ready()).state) == LatestDecision(
        dossier=DOSSIER,
        service=service,
        verdict=Verdict.GRANTED,
        decided_on=date(2026, 3, 11),
        opinion=Opinion.FAVOURABLE,
        listing=LISTING,
        ends_on=date(2027, 3, 11),
    )
    assert latest_decision(refuse(opined(Opinion.UNFAVOURABLE), "SEC-07").state) == LatestDecision(
        dossier=DOSSIER,
        service=service,
        verdict=Verdict.REFUSED,
        decided_on=date(2026, 3, 11),
        opinion=Opinion.UNFAVOURABLE,
        grounds=("SEC-07",),
    )


def test_what_comes_after_the_grant_is_no_new_decision_for_integrators() -> None:
    granted = grant(ready()).state

    assert latest_decision(hear(granted, failed("2026-03-12"))) == latest_decision(granted)
    assert told(grant(ready())) == ["ListingGranted"]
