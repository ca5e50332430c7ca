"""Rules D-12, D-14, D-15: whoever opened a case or proposed its sanction does not decide on it."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.decision.sanction.domain.life import TRANSITIONS
from services.decision.sanction.domain.sanctions import (
    DecideNoSanction,
    LiftSuspension,
    OrderSuspension,
    decide_no_sanction,
    lift_suspension,
    open_sanction_file,
    order_suspension,
)
from services.decision.sanction.rows import SANCTION_FILE
from shared.acts.act import AnyAct
from shared.acts.participation import participants
from shared.acts.refusal import Refused
from shared.contracts.surveillance.case import SanctionProposed
from shared.contracts.vocabulary import SuspensionScope
from shared.delivery.shell.messages import Performed, Rejected
from shared.identity.actor import Actor, Role
from tests.builders import DELEGATE, at, perform
from tests.decision.running import Running, record
from tests.decision.sanction.test_sanctions import CASE, DOSSIER, proposal

SUSPENSION = OrderSuspension(scope=SuspensionScope.BOTH)
DECISIONS: list[tuple[AnyAct, Any]] = [
    (order_suspension, SUSPENSION),
    (decide_no_sanction, DecideNoSanction()),
    (lift_suspension, LiftSuspension()),
]
PEOPLE = st.sampled_from(["desk-1", "desk-2", "min-1", "min-2"])


def proposed_by(*actors: str) -> SanctionProposed:
    return replace(proposal(), participants=participants(DOSSIER, *actors))


@given(st.sampled_from(DECISIONS), st.sets(PEOPLE), st.sets(PEOPLE), PEOPLE)
def test_a_delegate_decides_only_on_what_they_did_not_propose(
    decided: tuple[AnyAct, Any], first: set[str], second: set[str], delegate: str
) -> None:
    file: Any = None
    for event in (proposed_by(*first), proposed_by(*second)):
        file = perform(TRANSITIONS, open_sanction_file, file, event, at("2026-06-01")).state

    code = None
    try:
        decided[0].admit(file, decided[1], at("2026-06-02", Actor(delegate, DELEGATE.roles)))
    except Refused as refused:
        code = refused.code

    assert code == ("signatory_took_part" if delegate in first | second else None)


async def test_the_desk_officer_who_proposed_does_not_suspend_as_delegate(decision: Running) -> None:
    both = Actor("desk-1", frozenset({Role.DESK_OFFICER, Role.MINISTER_DELEGATE}))
    await decision.hear(record(proposed_by("desk-1"), CASE, "proposed"))

    refused = await decision.ask(order_suspension, SUSPENSION, both, target=CASE, of=SANCTION_FILE)
    suspended = await decision.ask(order_suspension, SUSPENSION, DELEGATE, target=CASE, of=SANCTION_FILE)

    assert refused == Rejected("signatory_took_part")
    assert isinstance(suspended, Performed)
