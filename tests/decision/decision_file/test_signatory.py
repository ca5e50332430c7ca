"""Rules D-08, D-09: whoever evaluated a dossier neither grants nor refuses its listing."""

from dataclasses import replace
from typing import Any

import pytest
from httpx import AsyncClient
from hypothesis import given
from hypothesis import strategies as st

from services.decision.decision_file.domain.conditions import Party
from services.decision.decision_file.domain.convention import SignConvention, sign_convention
from services.decision.decision_file.domain.opinion import record_opinion
from services.decision.decision_file.domain.state import DecisionFile
from services.decision.decision_file.domain.verdict import GrantListing, RefuseListing, grant_listing, refuse_listing
from shared.acts.act import AnyAct
from shared.acts.participation import participants
from shared.acts.refusal import Refused
from shared.contracts.vocabulary import Opinion
from shared.delivery.shell.messages import Performed, Rejected
from shared.identity.actor import Actor, Role
from tests.builders import DELEGATE, SECRETARY, at
from tests.decision.conftest import As
from tests.decision.decision_file.dossier import DOSSIER, SIGNATORIES, a_report, an_opinion, hear
from tests.decision.running import Running, record

REFUSAL = RefuseListing(grounds=("SEC-07",))
VERDICTS: list[tuple[AnyAct, Any]] = [(grant_listing, GrantListing()), (refuse_listing, REFUSAL)]
BOTH = Actor("eva-1", frozenset({Role.EVALUATOR, Role.MINISTER_DELEGATE}))
PEOPLE = st.sampled_from(["eva-1", "eva-2", "min-1", "min-2"])


def evaluated_by(*actors: str) -> DecisionFile:
    return hear(None, replace(a_report(), participants=participants(DOSSIER, *actors)))


def refusal(act: AnyAct, file: DecisionFile, command: object, actor: Actor) -> str | None:
    try:
        act.admit(file, command, at("2026-03-10", actor))
    except Refused as refused:
        return refused.code
    return None


@given(st.sampled_from(VERDICTS), st.sets(PEOPLE), PEOPLE)
def test_a_delegate_decides_only_on_what_they_did_not_evaluate(
    verdict: tuple[AnyAct, Any], evaluators: set[str], delegate: str
) -> None:
    code = refusal(*(verdict[0], evaluated_by(*evaluators), verdict[1]), Actor(delegate, DELEGATE.roles))

    assert code == ("signatory_took_part" if delegate in evaluators else None)


@pytest.mark.parametrize(("act", "command"), VERDICTS)
def test_a_report_that_names_nobody_keeps_no_delegate_away(act: AnyAct, command: object) -> None:
    assert refusal(act, hear(None, a_report()), command, BOTH) is None


def test_a_second_report_does_not_let_the_evaluators_of_the_first_decide() -> None:
    again = replace(a_report(), participants=participants(DOSSIER, "eva-2"))

    assert refusal(grant_listing, hear(evaluated_by("eva-1"), again), GrantListing(), BOTH) == "signatory_took_part"


async def test_the_one_who_reviewed_the_report_is_refused_and_another_delegate_grants(decision: Running) -> None:
    report = replace(a_report(), participants=participants(DOSSIER, "eva-1", "eva-2"))
    await decision.hear(record(report, DOSSIER, "report"))
    await decision.ask(record_opinion, an_opinion(Opinion.FAVOURABLE), SECRETARY)
    for party in Party:
        await decision.ask(sign_convention, SignConvention(party=party), SIGNATORIES[party])

    refused = await decision.ask(grant_listing, GrantListing(), BOTH)
    granted = await decision.ask(grant_listing, GrantListing(), DELEGATE)

    assert refused == Rejected("signatory_took_part")
    assert isinstance(granted, Performed)


async def test_over_http_it_is_forbidden_with_its_code(decision: Running, client: AsyncClient, by: As) -> None:
    report = replace(a_report(), participants=participants(DOSSIER, "someone"))
    await decision.hear(record(report, DOSSIER, "another report"))

    answer = await client.post(f"/dossiers/{DOSSIER}/grant", json={}, headers=by(Role.MINISTER_DELEGATE))

    assert (answer.status_code, answer.json()["code"]) == (403, "signatory_took_part")
