"""How often who may ask: refused with 429 and when to come back, before a database, a journal or a body is touched.

The database of these applications refuses connections: what the rates let through is answered with 503.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import throttled.utils
from pydantic import SecretStr, ValidationError

from services.intake.follow_up.link_keys import key_of
from services.intake.main import SERVICE as INTAKE
from services.surveillance.main import SERVICE as SURVEILLANCE
from shared.http import rates as rates_module
from shared.http.rates import Limit, Per, Rates, TooManyRequests
from shared.http.signing_in import router as signing_in
from shared.identity.actor import Actor, Role
from shared.runtime.callers import address_of
from shared.runtime.http_limits import networks
from shared.runtime.rate_settings import LIMITED, RateSettings
from shared.telemetry.metrics import REGISTRY
from tests.builders import HOLDER, OTHER_PUBLISHER, PUBLISHER
from tests.http.hosting import Desk, problem
from tests.pages.hosting import SECRET, Site, hosted

NOWHERE = "postgresql://nobody@127.0.0.1:1/nowhere"
DOSSIER = "0197a1c2-5d3e-7a10-8b4f-6c2d1e0f9a87"
PROXIES = networks("10.0.0.0/8, fd00::/8")
WITH_SIGN_IN = replace(INTAKE, other_routers=(*INTAKE.other_routers, signing_in))


AT_ONCE = {"rate_hold_seconds": 0}


class Clock:
    """Stands until a test moves it."""

    now = 1000.0

    def passes(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock by which rates are counted."""
    found = Clock()
    monkeypatch.setattr(throttled.utils, "now_mono_f", lambda: found.now)
    return found


Hosting = Callable[..., Any]


@pytest.fixture
def intake(clock: Clock, tmp_path: Path) -> Hosting:
    """Intake with these rates and no others."""

    @asynccontextmanager
    async def started(**rates: str) -> AsyncIterator[Site]:
        none = {f"rate_{limit}_per_{per}": "" for limit, per in LIMITED}
        async with hosted(
            WITH_SIGN_IN, NOWHERE, tmp_path, **{**none, **AT_ONCE, "demonstration": True, **rates}
        ) as site:
            yield site

    return started


def identity(site: Site, who: Actor) -> dict[str, str]:
    return {"authorization": f"Bearer {site.issuer.token(who.id, who.roles, who.organisation)}"}


def elsewhere(site: Site, address: str) -> httpx.AsyncClient:
    """A client at another address."""
    transport = httpx.ASGITransport(site.app, client=(address, 40_000))
    return httpx.AsyncClient(transport=transport, base_url="http://service.test")


async def statuses(site: Site, times: int, path: str, **headers: str) -> list[int]:
    return [(await site.client.get(path, headers=headers)).status_code for _ in range(times)]


def limited(limit: str, per: str) -> float:
    """How many requests were refused so far."""
    return REGISTRY.get_sample_value("referencement_rate_limited_total", {"limit": limit, "per": per}) or 0.0


def test_a_quota_is_used_up_told_when_to_come_back_and_filled_with_time(clock: Clock) -> None:
    rates = Rates({(Limit.COMPLAINTS, Per.CALLER): "20/hour burst 2"})
    rates.count(Limit.COMPLAINTS, Per.CALLER, "hol-1")
    rates.count(Limit.COMPLAINTS, Per.CALLER, "hol-1")

    with pytest.raises(TooManyRequests) as refused:
        rates.count(Limit.COMPLAINTS, Per.CALLER, "hol-1")
    rates.count(Limit.COMPLAINTS, Per.CALLER, "hol-2")
    clock.passes(181)
    rates.count(Limit.COMPLAINTS, Per.CALLER, "hol-1")

    assert refused.value.facts == {"limit": "complaints", "per": "caller", "retry_after": 180}


def test_each_of_several_quotas_holds(clock: Clock) -> None:
    rates = Rates({(Limit.UPLOADS, Per.CALLER): "2/minute, 3/day"})
    for _ in range(3):
        rates.count(Limit.UPLOADS, Per.CALLER, "pub-1")
        clock.passes(60)

    with pytest.raises(TooManyRequests) as refused:
        rates.count(Limit.UPLOADS, Per.CALLER, "pub-1")

    assert refused.value.facts["retry_after"] == 24 * 3600 // 3 - 180


async def test_refusals_are_held_back_while_few_are(monkeypatch: pytest.MonkeyPatch) -> None:
    released = asyncio.Event()

    async def slept(seconds: float) -> None:
        assert seconds == 1.5
        await released.wait()

    monkeypatch.setattr(rates_module, "MOST_HELD", 2)
    monkeypatch.setattr(asyncio, "sleep", slept)
    rates = Rates({}, hold_s=1.5)
    held = [asyncio.create_task(rates.hold()) for _ in range(2)]
    await asyncio.wait(held, timeout=0)
    await rates.hold()  # the third is told at once

    assert not any(one.done() for one in held)
    released.set()
    await asyncio.gather(*held)


def test_looking_counts_nothing(clock: Clock) -> None:
    rates = Rates({(Limit.WRONG_KEYS, Per.ADDRESS): "1/minute"})
    for _ in range(5):
        rates.look(Limit.WRONG_KEYS, Per.ADDRESS, "192.0.2.1")
    rates.count(Limit.WRONG_KEYS, Per.ADDRESS, "192.0.2.1")

    with pytest.raises(TooManyRequests):
        rates.look(Limit.WRONG_KEYS, Per.ADDRESS, "192.0.2.1")


def test_no_number_of_callers_takes_more_memory_than_the_cap(clock: Clock) -> None:
    rates = Rates({(Limit.REQUESTS, Per.CALLER): "1/day"}, most_keys=100)
    for number in range(1_000):
        rates.count(Limit.REQUESTS, Per.CALLER, f"{'x' * 10_000}{number}")

    [limiter] = rates._limiters[Limit.REQUESTS, Per.CALLER]
    backend: Any = limiter._store._backend  # nothing public tells how much is kept
    kept = [*backend.get_client(), *backend.expire_info]
    assert len(kept) == 200 and max(map(len, kept)) < 200


@pytest.mark.parametrize(
    ("near", "told", "address"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("::ffff:203.0.113.7", "", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        ("10.0.0.1", "", None),
        ("10.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("10.0.0.1", "198.51.100.66, 203.0.113.7", "203.0.113.7"),
        ("10.0.0.1", "203.0.113.7, 10.0.0.2", "203.0.113.7"),
        ("10.0.0.1", "203.0.113.7:4711", "203.0.113.7"),
        ("fd00::1", "[2001:db8:1:2::9]:4711", "2001:db8:1:2::/64"),
        ("10.0.0.1", "2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("10.0.0.1", "10.0.0.77", "10.0.0.77"),
        ("10.0.0.1", "unknown", None),
        ("10.0.0.1", "198.51.100.66, unknown", None),
        ("10.0.0.1", "198.51.100.66, ::ffff:zz", None),
        ("10.0.0.1", "203.0.113.7, unknown, 10.0.0.2", "10.0.0.2"),
        (None, "203.0.113.7", None),
    ],
)
def test_an_address_is_what_the_nearest_proxy_of_ours_saw(near: str | None, told: str, address: str | None) -> None:
    headers = [(b"x-forwarded-for", part.encode()) for part in told.split(", ") if part]

    assert address_of({"client": near and (near, 1), "headers": headers}, PROXIES) == address


async def test_one_address_is_refused_as_problem_details_and_others_are_served(intake: Hosting, clock: Clock) -> None:
    before = limited("requests", "address")
    async with intake(rate_requests_per_address="1/minute burst 3") as site:
        assert await statuses(site, 4, "/session") == [200, 200, 200, 429]
        refused = await site.client.get("/anything")
        async with elsewhere(site, "203.0.113.9") as other:
            assert (await other.get("/session")).status_code == 200
        clock.passes(61)
        assert await statuses(site, 2, "/session") == [200, 429]

    assert problem(refused) == (429, "too_many_requests")
    assert refused.headers["retry-after"] == "60" and refused.headers["cache-control"] == "private, no-store"
    assert {name: refused.json()[name] for name in ("limit", "per", "retry_after")} == {
        "limit": "requests", "per": "address", "retry_after": 60,
    }  # fmt: skip
    assert "Retry-After" in refused.json()["what_to_do"]
    assert limited("requests", "address") == before + 3


async def test_addresses_of_one_ipv6_network_count_as_one(intake: Hosting) -> None:
    async with intake(rate_requests_per_address="1/minute") as site:
        async with elsewhere(site, "2001:db8::1") as one, elsewhere(site, "2001:db8::ffff") as neighbour:
            assert [(await who.get("/session")).status_code for who in (one, neighbour)] == [200, 429]
        async with elsewhere(site, "2001:db8:0:1::1") as other:
            assert (await other.get("/session")).status_code == 200


async def test_callers_behind_a_trusted_proxy_are_told_apart_and_others_name_themselves_in_vain(
    intake: Hosting,
) -> None:
    async with intake(rate_requests_per_address="1/minute", http_trusted_proxies="10.0.0.1") as site:

        async def status(near: str, told: str) -> int:
            async with elsewhere(site, near) as client:
                return (await client.get("/session", headers={"x-forwarded-for": told})).status_code

        assert [await status("10.0.0.1", "203.0.113.1"), await status("10.0.0.1", "203.0.113.2")] == [200, 200]
        assert await status("10.0.0.1", "203.0.113.1") == 429
        assert [await status("198.51.100.1", "203.0.113.3"), await status("198.51.100.1", "203.0.113.4")] == [200, 429]


async def test_the_server_itself_believes_nobody_about_addresses(desk: Desk) -> None:
    assert desk.parts.server.config.proxy_headers is False


async def test_a_page_says_in_french_and_in_english_when_to_come_back(intake: Hosting) -> None:
    async with intake(rate_requests_per_address="1/minute") as site:
        await site.client.get("/session")
        french = await site.client.get("/session", headers={"accept": "text/html"})
        english = await site.client.get("/session?lang=en", headers={"accept": "text/html"})

    assert (french.status_code, english.status_code) == (429, 429)
    assert "Trop de demandes" in french.text and "recommencer dans 60 secondes" in french.text
    assert "Too many requests" in english.text and "try again in 60 seconds" in english.text
    assert french.headers["retry-after"] == english.headers["retry-after"] == "60"


async def test_what_a_form_sent_is_kept_to_be_sent_again(intake: Hosting) -> None:
    sent = {"form_key": "k", "reason": 'two\r\nlines, "quoted" <b>', "then": ""}
    path = f"/dossiers/{DOSSIER}/remplir/orientation?lang=fr"
    async with intake(rate_commands_per_address="1/minute") as site:
        await site.client.post("/nothing")
        page = await site.client.post(path, data=sent, headers={"accept": "text/html"})

    assert page.status_code == 429
    assert f'<form action="/dossiers/{DOSSIER}/remplir/orientation?lang=fr" method="post">' in page.text
    assert dict(re.findall('<input type="hidden" name="([^"]*)" value="([^"]*)">', page.text)) == {
        "form_key": "k", "reason": "two\nlines, &#34;quoted&#34; &lt;b&gt;", "then": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    "sent",
    [
        {"data": {"token": "a-secret"}},
        {"data": {"text": "a-secret" * 20_000}},
        {"files": {"fichier": b"a-secret"}},
        {"content": b"%ff=a-secret\xff", "headers": {"content-type": "application/x-www-form-urlencoded"}},
    ],
    ids=["token", "large", "file", "no form"],
)
async def test_tokens_files_and_large_forms_are_not_given_back(intake: Hosting, sent: dict[str, Any]) -> None:
    async with intake(rate_commands_per_address="1/minute") as site:
        await site.client.post("/nothing")
        page = await site.client.post(
            "/session", **{**sent, "headers": {"accept": "text/html", **sent.get("headers", {})}}
        )

    assert page.status_code == 429
    assert "a-secret" not in page.text and "Rien n’a été enregistré" in page.text


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


@pytest.mark.parametrize("value", ["often", "20", "0/minute", "20/fortnight", "20/minute burst 0", "20/minute, x"])
def test_a_quota_that_cannot_be_read_stops_the_start(value: str) -> None:
    with pytest.raises(ValidationError, match="rate_uploads_per_caller"):
        RateSettings(rate_uploads_per_caller=value)


def test_every_quota_has_a_setting_and_may_be_none_or_large() -> None:
    names = {f"rate_{limit}_per_{per}" for limit, per in LIMITED}
    assert names | {"rate_keys", "rate_hold_seconds"} == set(RateSettings.model_fields)

    off = RateSettings.model_validate(dict.fromkeys(names, "")).rates()
    large = RateSettings.model_validate(dict.fromkeys(names, "1000000/second")).rates()
    for rates in (off, large):
        for limit, per in LIMITED:
            for _ in range(1_000):
                rates.count(limit, per, "somebody")
