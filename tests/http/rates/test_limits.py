"""Requests, commands, tokens, keys, uploads and complaints are limited before a database or a body is touched."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from services.intake.follow_up.link_keys import key_of
from services.surveillance.main import SERVICE as SURVEILLANCE
from shared.identity.actor import Actor, Role
from tests.builders import HOLDER, OTHER_PUBLISHER, PUBLISHER
from tests.http.hosting import problem
from tests.http.rates.hosting import DOSSIER, NOWHERE, Clock, Hosting, elsewhere, identity, statuses
from tests.pages.hosting import SECRET, hosted


async def test_a_caller_and_an_organisation_are_counted_each_for_itself(intake: Hosting) -> None:
    colleague = Actor("pub-7", PUBLISHER.roles, PUBLISHER.organisation)
    async with intake(rate_requests_per_caller="2/minute", rate_requests_per_organisation="3/minute") as site:
        first = await statuses(site, 3, "/dossiers", **identity(site, PUBLISHER))
        second = await statuses(site, 2, "/dossiers", **identity(site, colleague))
        other = await statuses(site, 1, "/dossiers", **identity(site, OTHER_PUBLISHER))

    assert (first, second, other) == ([503, 503, 429], [503, 429], [503])


async def test_reads_leave_room_for_commands_and_commands_for_reads(intake: Hosting) -> None:
    async with intake(rate_commands_per_caller="1/minute") as site:
        who = {**identity(site, PUBLISHER), "idempotency-key": "command-1"}
        sent = [(await site.client.post("/dossiers", json={}, headers=who)).status_code for _ in range(2)]

        assert (sent, await statuses(site, 3, "/dossiers", **who)) == ([422, 429], [503, 503, 503])


async def test_refused_tokens_are_slowed_and_those_known_already_are_not(intake: Hosting, clock: Clock) -> None:
    async with intake(rate_refused_tokens_per_address="3/minute") as site:
        known, new = identity(site, PUBLISHER), identity(site, OTHER_PUBLISHER)
        assert await statuses(site, 1, "/dossiers", **known) == [503]

        assert await statuses(site, 2, "/dossiers", authorization="Bearer a.b.c") == [401, 401]
        assert await statuses(site, 2, "/dossiers") == [401, 429]
        assert (await site.client.post("/dossiers", json={})).status_code == 429
        assert await statuses(site, 1, "/dossiers", **new) == [429]
        assert await statuses(site, 1, "/dossiers", **known) == [503]
        async with elsewhere(site, "203.0.113.9") as other:
            assert (await other.get("/dossiers", headers=new)).status_code == 503
        clock.passes(61)
        assert await statuses(site, 1, "/dossiers", **new) == [503]


async def test_signing_in_is_slowed_on_its_own_page_and_opening_pages_counts_for_nothing(intake: Hosting) -> None:
    async with intake(rate_refused_tokens_per_address="2/minute") as site:
        assert await statuses(site, 4, "/mes-dossiers") == [303] * 4
        tries = [await site.client.post("/session", data={"token": "a.b.c", "then": "/mes-dossiers"}) for _ in range(3)]

    assert [one.status_code for one in tries] == [401, 401, 429]
    assert "Trop de jetons refusés" in tries[2].text and 'value="/mes-dossiers"' in tries[2].text
    assert tries[2].headers["retry-after"] == "30" and "a.b.c" not in tries[2].text


async def test_keys_of_follow_up_links_cannot_be_guessed_on_and_on(intake: Hosting) -> None:
    right = f"/dossiers/{DOSSIER}/suivi?key={key_of(DOSSIER, SecretStr(SECRET))}"
    async with intake(rate_wrong_keys_per_address="2/minute") as site:
        assert await statuses(site, 2, right) == [503, 503]
        assert await statuses(site, 3, f"/dossiers/{DOSSIER}/suivi?key=wrong") == [404, 404, 429]
        assert await statuses(site, 1, right) == [429]
        async with elsewhere(site, "203.0.113.9") as other:
            assert (await other.get(right)).status_code == 503


async def test_uploads_of_every_kind_share_a_quota_and_are_refused_unread(intake: Hosting) -> None:
    async def never_read() -> AsyncIterator[bytes]:
        pytest.fail("the body was asked for")
        yield b""  # type: ignore[unreachable]  # makes it a body

    said = "?type=report&issuer=Laboratoire&issued_on=2026-01-02"
    async with intake(rate_uploads_per_caller="2/minute") as site:
        headers = {**identity(site, PUBLISHER), "idempotency-key": "upload-1", "if-match": "*"}
        document = await site.client.post(f"/documents{said}", content=b"x", headers=headers)
        answers = await site.client.put(f"/dossiers/{DOSSIER}/answers.csv", content=b"x", headers=headers)
        refused = await site.client.put(f"/dossiers/{DOSSIER}/answers.csv", content=never_read(), headers=headers)
        again = await site.client.post(f"/documents{said}", content=never_read(), headers=headers)

    assert (document.status_code, answers.status_code) == (503, 503)
    assert problem(refused) == problem(again) == (429, "too_many_requests")
    assert refused.json()["limit"] == "uploads"


async def test_nobody_floods_the_surveillance_with_complaints(clock: Clock, tmp_path: Path) -> None:
    complaint = {"listing": DOSSIER, "category": "PERSONAL_DATA", "text": "Mes données."}
    answers: list[int] = []
    async with hosted(
        SURVEILLANCE, NOWHERE, tmp_path, rate_complaints_per_caller="2/hour", rate_hold_seconds=0
    ) as site:
        for number, who in enumerate((HOLDER, HOLDER, HOLDER, Actor("hol-2", frozenset({Role.HOLDER})))):
            headers = {**identity(site, who), "idempotency-key": f"complaint-{number}"}
            answers.append((await site.client.post("/complaints", json=complaint, headers=headers)).status_code)

    assert answers == [503, 503, 429, 503]
