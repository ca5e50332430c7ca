"""Moving the simulated clock, and knowing when the services have done what fell due."""

import asyncio
import re
from collections.abc import Mapping
from datetime import timedelta

import httpx

from deploy.demo.site import Site

NOTICED_S = 0.2
"""Every process has read the new time by then."""
DUE = re.compile(r"^referencement_deadlines_due(?:\{[^}]*\})? (\S+)$", re.MULTILINE)


async def advance(site: Site, days: int, *, within_s: float = 60.0) -> None:
    """Let all services live `days` after this machine's time; wait until each has fired what is due.

    TimeoutError: a service still has deadlines due after `within_s`.
    """
    site.shift_clock(timedelta(days=days))
    await asyncio.sleep(NOTICED_S)
    async with asyncio.timeout(within_s), httpx.AsyncClient(trust_env=False) as http:
        while await _due(http, site.urls):  # noqa: ASYNC110  # another process tells
            await asyncio.sleep(NOTICED_S)


async def _due(http: httpx.AsyncClient, urls: Mapping[str, str]) -> bool:
    """Whether some service has deadlines due, or does not say."""
    try:
        told = [(await http.get(f"{url}/metrics")).text for url in urls.values()]
    except httpx.TransportError:
        return True
    return any((found := DUE.search(text)) is None or float(found[1]) > 0 for text in told)
