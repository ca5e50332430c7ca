"""Decision files on a real PostgreSQL, without a broker."""

from typing import Any

import pytest

from services.decision.decision_file.domain.conditions import Party
from services.decision.decision_file.domain.convention import SignConvention, sign_convention
from services.decision.decision_file.domain.opinion import record_opinion
from services.decision.decision_file.domain.reservations import LiftReservation, lift_reservation
from services.decision.decision_file.domain.verdict import GrantListing, grant_listing
from shared.contracts.vocabulary import Opinion
from shared.delivery.shell.messages import Performed, Rejected, Skipped
from tests.builders import DELEGATE, EVALUATOR, SECRETARY, some_id
from tests.decision.decision_file.dossier import DOSSIER, SIGNATORIES, a_report, an_opinion, failed, passed, required
from tests.decision.running import Running, record

TESTS = some_id("connection tests")
REPORT = record(a_report(exchange=True), DOSSIER, "report")
REQUIRED, FAILED, PASSED = (
    record(event, TESTS, name)
    for event, name in ((required(), "required"), (failed("2026-03-02"), "failed"), (passed("2026-03-09"), "passed"))
)


async def until_granted(decision: Running) -> None:
    """Opinion, three signatures, grant: each must be performed."""
    outcomes = [await decision.ask(record_opinion, an_opinion(Opinion.FAVOURABLE), SECRETARY)]
    for party in Party:
        outcomes.append(await decision.ask(sign_convention, SignConvention(party=party), SIGNATORIES[party]))
    outcomes.append(await decision.ask(grant_listing, GrantListing(), DELEGATE))
    assert [type(outcome) for outcome in outcomes] == [Performed] * 5


@pytest.mark.parametrize("order", [(REPORT, REQUIRED, FAILED, PASSED), (REQUIRED, FAILED, PASSED, REPORT)])
async def test_report_and_tests_lead_to_the_same_grant_in_either_order(
    decision: Running, order: tuple[Any, ...]
) -> None:
    for one in order:
        await decision.hear(one)
    await until_granted(decision)

    (latest,) = await decision.told("referencement.decisions.v1")
    assert (latest["verdict"], latest["decided_on"], latest["ends_on"]) == ("granted", "2026-03-10", "2027-03-10")
    assert [one["is"] for one in await decision.told()] == [
        "FavourableOpinionIssued",
        "ConventionSignedByPublisher",
        "ConventionCountersigned",
        "ConventionCountersigned",
        "ConventionEnteredIntoForce",
        "ListingGranted",
    ]
    assert (await decision.awaited(), await decision.journal_faults()) == ({}, [])


async def test_one_batch_may_hold_everything_twice(decision: Running) -> None:
    outcomes = await decision.hear(PASSED, REPORT, REQUIRED, PASSED, REPORT, FAILED)

    assert [type(one) for one in outcomes] == [Performed, Performed, Performed, Skipped, Skipped, Performed]
    assert (await decision.state()).tests_state == "passed"


async def test_redelivery_of_everything_after_the_grant_changes_nothing(decision: Running) -> None:
    await decision.hear(REPORT, PASSED)
    await until_granted(decision)
    before = await decision.state()

    outcomes = await decision.hear(REPORT, PASSED, REQUIRED, FAILED)

    assert [type(one) for one in outcomes] == [Skipped, Skipped, Performed, Performed]
    assert await decision.state() == before
    assert len(await decision.told("referencement.decisions.v1")) == 1


async def test_a_grant_that_is_refused_is_journaled_and_tells_nothing(decision: Running) -> None:
    await decision.hear(FAILED, REPORT)
    await decision.ask(record_opinion, an_opinion(Opinion.FAVOURABLE), SECRETARY)

    outcome = await decision.ask(grant_listing, GrantListing(), DELEGATE)

    assert outcome == Rejected("tests_not_passed", {"tests": "failed", "failed_on": "2026-03-02"})
    assert [one["is"] for one in await decision.told()] == ["FavourableOpinionIssued"]
    assert await decision.shell.pool.fetchval("SELECT outcome FROM journal ORDER BY id DESC LIMIT 1") == (
        "tests_not_passed"
    )


async def test_time_reminds_twice_and_then_the_application_lapses(decision: Running) -> None:
    await decision.hear(REPORT)
    await decision.ask(record_opinion, an_opinion(Opinion.FAVOURABLE_SUSPENSIVE), SECRETARY)

    fired = [await decision.let_time_pass(day) for day in ("2026-05-08", "2026-05-09", "2026-06-01", "2026-06-08")]
    assert fired == [0, 1, 1, 0]
    await decision.let_time_pass("2026-06-09")

    assert [(one["is"], one.get("due_on"), one.get("lapsed_on")) for one in (await decision.told())[1:]] == [
        ("ReservationReminded", "2026-06-08", None),
        ("ReservationReminded", "2026-06-08", None),
        ("ApplicationLapsed", None, "2026-06-09"),
    ]
    assert await decision.told("referencement.decisions.v1") == []


async def test_a_lifted_reservation_lets_no_clock_but_that_of_the_decision_run(decision: Running) -> None:
    await decision.hear(REPORT)
    await decision.ask(record_opinion, an_opinion(Opinion.FAVOURABLE_SUSPENSIVE), SECRETARY)
    assert await decision.awaited() == {"remind_reservation": "2026-05-09", "lapse_for_reservation": "2026-06-08"}

    await decision.ask(lift_reservation, LiftReservation(criterion="SEC-07"), EVALUATOR)

    assert await decision.awaited() == {"escalate_decision": "2026-04-09"}
    assert await decision.let_time_pass("2026-07-01") == 1
    assert (await decision.told())[-1] == {"is": "DecisionDeadlineMissed", "dossier": DOSSIER, "due_on": "2026-04-09"}
    assert (await decision.state()).state == "opinion_favourable"
