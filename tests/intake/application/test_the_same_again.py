"""The same key again: the first answer, or a refusal; never a second effect."""

import asyncio

import pytest

from tests.builders import DESK, OTHER_PUBLISHER, PUBLISHER
from tests.http.hosting import Desk, problem
from tests.intake.application.test_line import FILE, PRIOR_REQUEST, drafted


async def test_the_same_command_twice_gets_the_first_answer_again_byte_for_byte(desk: Desk) -> None:
    first = await desk.post(PUBLISHER, "/dossiers", PRIOR_REQUEST, idempotency_key="the-same-key")
    await desk.done(DESK, f"{first.headers['location']}/validation")

    again = await desk.post(PUBLISHER, "/dossiers", PRIOR_REQUEST, idempotency_key="the-same-key")

    assert (again.status_code, again.content) == (201, first.content)
    assert (again.headers["etag"], again.headers["location"]) == (first.headers["etag"], first.headers["location"])
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert await desk.told() == ["PriorRequestSubmitted", "PriorRequestValidated"]


async def test_fifty_times_at_once_make_one_dossier(desk: Desk) -> None:
    answers = await asyncio.gather(
        *(desk.post(PUBLISHER, "/dossiers", PRIOR_REQUEST, idempotency_key="fifty-times") for _ in range(50))
    )

    assert len({answer.content for answer in answers}) == 1
    assert await desk.pool.fetchval("SELECT count(*) FROM applications") == 1


async def test_the_same_key_with_another_body_is_refused(desk: Desk) -> None:
    await desk.post(PUBLISHER, "/dossiers", PRIOR_REQUEST, idempotency_key="the-same-key")
    before = await desk.stored()

    response = await desk.post(
        PUBLISHER, "/dossiers", {**PRIOR_REQUEST, "name": "Autre"}, idempotency_key="the-same-key"
    )

    assert problem(response) == (422, "idempotency_key_reused")
    assert await desk.stored() == before


async def test_the_same_key_for_another_act_is_refused(desk: Desk) -> None:
    path = await drafted(desk)
    await desk.post(PUBLISHER, f"{path}/submission", FILE, idempotency_key="the-same-key")

    response = await desk.post(PUBLISHER, f"{path}/withdrawal", idempotency_key="the-same-key")

    assert problem(response) == (422, "idempotency_key_reused")


async def test_the_same_key_and_body_for_another_dossier_is_refused(desk: Desk) -> None:
    first, second = await drafted(desk), await drafted(desk)
    await desk.post(PUBLISHER, f"{first}/withdrawal", idempotency_key="the-same-key")

    response = await desk.post(PUBLISHER, f"{second}/withdrawal", idempotency_key="the-same-key")

    assert problem(response) == (422, "idempotency_key_reused")
    assert (await desk.get(PUBLISHER, second)).json()["state"] == "draft"


async def test_the_same_key_of_two_publishers_makes_two_dossiers(desk: Desk) -> None:
    for who in (PUBLISHER, OTHER_PUBLISHER):
        answer = await desk.post(who, "/dossiers", PRIOR_REQUEST, idempotency_key="the-same-key")
        assert answer.status_code == 201

    assert await desk.pool.fetchval("SELECT count(*) FROM applications") == 2


@pytest.mark.parametrize("key", ["", "short", "x" * 201])
async def test_a_command_without_a_proper_key_is_refused(desk: Desk, key: str) -> None:
    response = await desk.post(PUBLISHER, "/dossiers", PRIOR_REQUEST, idempotency_key=key)

    assert problem(response) == (400, "idempotency_key_missing")
    assert await desk.stored() == []
