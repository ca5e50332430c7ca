"""The private port: health and metrics are there and nowhere else, and a scrape never waits for a measurement."""

import asyncio

import pytest

from shared.runtime import internal
from shared.runtime.internal import Scrapes
from tests.http.hosting import Desk, problem


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics"])
async def test_the_public_port_tells_nothing_of_health_and_metrics(desk: Desk, path: str) -> None:
    assert problem(await desk.get(None, path)) == (404, "not_found")


async def test_the_private_port_serves_nothing_but_health_and_metrics(desk: Desk) -> None:
    statuses = {path: (await desk.inside(path)).status_code for path in ("/livez", "/metrics", "/dossiers", "/docs")}

    assert statuses == {"/livez": 200, "/metrics": 200, "/dossiers": 404, "/docs": 404}


async def test_many_scrapes_at_once_cost_one_measurement(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    measured = 0

    async def measure() -> None:
        nonlocal measured
        measured += 1

    monkeypatch.setattr(desk.parts.health, "measure", measure)
    monkeypatch.setattr(internal, "WAIT_S", 60.0)
    scrapes = Scrapes(desk.parts.health, clock=lambda: 100.0)
    pages = await asyncio.gather(*(scrapes.page() for _ in range(20)))

    assert measured == 1
    assert len({body for body, _ in pages}) == 1


async def test_a_scrape_does_not_wait_for_a_measurement_that_takes_long(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    never = asyncio.Event()

    async def measure() -> None:
        await never.wait()

    monkeypatch.setattr(desk.parts.health, "measure", measure)
    scrapes = Scrapes(desk.parts.health)
    body, _ = await scrapes.page()
    never.set()
    await scrapes.measure()

    assert b"referencement_build_info" in body
