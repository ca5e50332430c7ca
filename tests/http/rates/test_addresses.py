"""Whose request it is where no token says it: the address that the nearest trusted proxy saw."""

import pytest

from shared.runtime.callers import address_of
from shared.runtime.http_limits import networks
from tests.http.hosting import Desk, problem
from tests.http.rates.hosting import Clock, Hosting, elsewhere, limited, statuses

PROXIES = networks("10.0.0.0/8, fd00::/8")


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
