"""A service with quotas, whose database refuses connections, and a clock that stands until a test moves it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx

from services.intake.main import SERVICE as INTAKE
from shared.http.signing_in import router as signing_in
from shared.identity.actor import Actor
from shared.telemetry.metrics import REGISTRY
from tests.pages.hosting import Site

NOWHERE = "postgresql://nobody@127.0.0.1:1/nowhere"


DOSSIER = "0197a1c2-5d3e-7a10-8b4f-6c2d1e0f9a87"


WITH_SIGN_IN = replace(INTAKE, other_routers=(*INTAKE.other_routers, signing_in))


AT_ONCE = {"rate_hold_seconds": 0}


class Clock:
    """Stands until a test moves it."""

    now = 1000.0

    def passes(self, seconds: float) -> None:
        self.now += seconds


Hosting = Callable[..., Any]


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
