"""Cases on a real database: who works on them, who sees them, what the minister's word does to them."""

from typing import Any

import pytest

from shared.delivery.shell.messages import Parked, Performed
from shared.identity.actor import Actor, Role
from tests.builders import AUDITOR, DELEGATE, DESK, EVALUATOR, HOLDER, OTHER_PUBLISHER, PUBLISHER
from tests.surveillance.hosting import Site
from tests.surveillance.scenario import CASE, escalated, lifted, no_sanction, ordered

WHERE = f"/cases/{CASE}"
GROUNDS = {"rung": "SUSPENSION", "grounds": ["SEC-07"]}
PROPOSAL = {"rung": "SUSPENSION", "scope": "exchange"}
NOBODYS_PUBLISHER = Actor("pub-3", frozenset({Role.PUBLISHER}))


async def state(site: Site) -> str:
    return str((await site.get(AUDITOR, WHERE))[1]["state"])


async def proposed(site: Site) -> None:
    """A case before the minister."""
    await site.hear(escalated())
    await site.performed(DESK, f"{WHERE}/grounds", GROUNDS)
    await site.performed(PUBLISHER, f"{WHERE}/observations", {"text": "C'est corrigé."})
    await site.performed(DESK, f"{WHERE}/proposal", PROPOSAL)


async def test_a_case_goes_from_its_opening_to_its_end(site: Site) -> None:
    await proposed(site)
    assert await state(site) == "proposed"
    await site.hear(ordered())
    assert await state(site) == "measures_running"
    await site.hear(lifted())

    assert await state(site) == "closed"
    assert await site.told() == [
        "NonComplianceCaseOpened",
        "GroundsNotified",
        "ObservationsReceived",
        "SanctionProposed",
        "CaseClosed",
    ]


async def test_a_publisher_that_says_nothing_lets_the_case_go_on_after_fifteen_days(site: Site) -> None:
    await site.hear(escalated())
    await site.performed(DESK, f"{WHERE}/grounds", GROUNDS)

    status, problem = await site.post(DESK, f"{WHERE}/proposal", PROPOSAL)
    assert (status, problem["code"], problem["due_on"]) == (409, "publisher_not_heard", "2026-06-16")
    site.on("2026-06-16")
    await site.time_passes()
    assert await state(site) == "grounds_notified"
    site.on("2026-06-17")
    await site.time_passes()

    assert await state(site) == "instructed"
    assert (await site.post(DESK, f"{WHERE}/proposal", PROPOSAL))[0] == 200


async def test_observations_in_time_stop_the_clock(site: Site) -> None:
    await site.hear(escalated())
    await site.performed(DESK, f"{WHERE}/grounds", GROUNDS)
    await site.performed(PUBLISHER, f"{WHERE}/observations", {"text": "C'est corrigé."})

    assert await site.found("SELECT kind FROM deadlines") == []


@pytest.mark.parametrize(
    ("events", "end"),
    [
        ((no_sanction(),), "no_further_action"),
        ((lifted(), ordered()), "closed"),
        ((ordered(), no_sanction(), lifted()), "no_further_action"),
    ],
)
async def test_the_minister_s_word_is_never_parked_on_a_proposed_case(
    site: Site, events: tuple[object, ...], end: str
) -> None:
    await proposed(site)

    outcomes = await site.hear(*events)

    assert {type(one) for one in outcomes} == {Performed}
    assert await state(site) == end
    assert (await site.told()).count("CaseClosed") == 1


async def test_a_decision_on_a_case_that_nobody_opened_is_parked(site: Site) -> None:
    (outcome,) = await site.hear(ordered())

    assert isinstance(outcome, Parked)


@pytest.mark.parametrize("who", [DESK, AUDITOR, DELEGATE, PUBLISHER])
async def test_authority_and_publisher_read_the_case_with_its_observations(site: Site, who: Actor) -> None:
    await proposed(site)

    status, shown = await site.get(who, WHERE)

    assert (status, [one["text"] for one in shown["observations"]]) == (200, ["C'est corrigé."])
    assert [one["id"] for one in (await site.get(who, "/cases?state=proposed"))[1]["cases"]] == [CASE]
    assert (await site.get(who, "/cases?state=opened"))[1]["cases"] == []


@pytest.mark.parametrize("who", [OTHER_PUBLISHER, NOBODYS_PUBLISHER])
@pytest.mark.parametrize("organisation", ["org-1", None])
async def test_another_publisher_sees_nothing(site: Site, who: Actor, organisation: Any) -> None:  # noqa: ANN401
    await site.hear(escalated(organisation))

    status, problem = await site.get(who, WHERE)

    assert (status, problem["code"]) == (403, "not_your_dossier")
    assert (await site.get(who, "/cases"))[1]["cases"] == []


@pytest.mark.parametrize("who", [HOLDER, EVALUATOR])
async def test_nobody_else_reads_cases(site: Site, who: Actor) -> None:
    await site.hear(escalated())

    for path in (WHERE, "/cases", "/campaigns", "/watches"):
        assert (await site.get(who, path))[0] == 403
