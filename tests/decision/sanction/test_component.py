"""Sanction files on a real PostgreSQL, without a broker."""

from datetime import date

from services.decision.sanction.domain.sanctions import (
    DecideNoSanction,
    OrderSuspension,
    decide_no_sanction,
    order_suspension,
)
from services.decision.sanction.rows import SANCTION_FILE
from shared.contracts.surveillance.case import SanctionProposed
from shared.contracts.vocabulary import CaseId, ListingId, SuspensionScope
from shared.delivery.shell.messages import Parked, Skipped
from tests.builders import DELEGATE, some_id
from tests.decision.decision_file.dossier import DOSSIER
from tests.decision.running import Running, record

CASE = CaseId(some_id("case"))
PROPOSED = record(
    SanctionProposed(
        case=CASE,
        dossier=DOSSIER,
        listing=ListingId(some_id("listing")),
        rung="SUSPENSION",
        scope=SuspensionScope.BOTH,
    ),
    CASE,
    "proposed",
)


async def test_a_suspension_waits_for_its_review_and_a_redelivered_proposal_does_no_harm(decision: Running) -> None:
    await decision.hear(PROPOSED)
    await decision.ask(
        order_suspension, OrderSuspension(scope=SuspensionScope.BOTH), DELEGATE, target=CASE, of=SANCTION_FILE
    )

    assert await decision.hear(PROPOSED) == [Skipped()]
    assert await decision.let_time_pass("2026-06-09") == 1
    assert [one["is"] for one in await decision.told()] == ["SuspensionOrdered", "SuspensionReviewDue"]
    assert (await decision.state(CASE, SANCTION_FILE)).suspension.ends_on == date(2026, 6, 8)


async def test_a_second_proposal_after_no_sanction_is_parked_for_people_to_look_at(decision: Running) -> None:
    await decision.hear(PROPOSED)
    await decision.ask(decide_no_sanction, DecideNoSanction(), DELEGATE, target=CASE, of=SANCTION_FILE)
    again = record(
        SanctionProposed(
            case=CASE,
            dossier=DOSSIER,
            listing=ListingId(some_id("listing")),
            rung="SUSPENSION",
            scope=SuspensionScope.BOTH,
        ),
        CASE,
        "proposed again",
    )

    assert await decision.hear(PROPOSED, again) == [Skipped(), Parked("act_not_allowed")]
    assert (await decision.state(CASE, SANCTION_FILE)).state == "no_sanction"
