"""`python -m deploy.demo.ask`: a read and a command, again and again until SIGTERM, and what was answered.

For outages in which doors have to stay open: commands are prior requests that nobody takes any further.
"""

import asyncio
import signal
import sys
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Annotated

import httpx
import typer

from deploy.demo.elsewhere import Elsewhere
from deploy.local.errors import LocalStartFailed
from services.intake.application.examples import PRIOR_REQUEST
from shared.identity.actor import Role

PUBLISHER, ORGANISATION = "asking", "asking"
NOT_STARTED, NO_ANSWER = 2, 0
Every = Annotated[float, typer.Option(min=0.01, help="Seconds between two rounds")]


@dataclass(slots=True)
class Asking:
    """Rounds of one read and one command."""

    site: Elsewhere
    every_s: float
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    longest_s: float = 0.0

    async def run(self) -> None:
        """Until SIGTERM."""
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        print("asking", flush=True)
        async with httpx.AsyncClient(timeout=20, trust_env=False) as http:
            while not stop.is_set():
                headers = {"authorization": f"Bearer {self._token()}", "idempotency-key": str(uuid.uuid4())}
                await self._ask(http, "read", "GET", f"{self.site.urls['catalogue']}/listings")
                await self._ask(
                    http, "command", "POST", f"{self.site.urls['intake']}/dossiers", json=PRIOR_REQUEST, headers=headers
                )
                await asyncio.sleep(self.every_s)

    async def _ask(self, http: httpx.AsyncClient, kind: str, method: str, url: str, **more: object) -> None:
        began = time.monotonic()
        try:
            status = (await http.request(method, url, **more)).status_code  # type: ignore[arg-type]  # httpx's own options
        except httpx.TransportError:
            status = NO_ANSWER
        self.statuses[kind, status] += 1
        self.longest_s = max(self.longest_s, time.monotonic() - began)

    def _token(self) -> str:
        return self.site.issuer.token(PUBLISHER, [Role.PUBLISHER], ORGANISATION)


def ask(every: Every = 0.5) -> None:
    """Ask the line that the environment names; exit code 0: every read got 200, every command 201."""
    try:
        site = Elsewhere.from_environment()
        site.wait()
    except LocalStartFailed as error:
        print(f"ask: {error}", file=sys.stderr)
        raise SystemExit(NOT_STARTED) from None
    asking = Asking(site, every)
    asyncio.run(asking.run())
    told = ", ".join(f"{count} {kind}s {status}" for (kind, status), count in sorted(asking.statuses.items()))
    print(f"answered: {told}; the longest took {asking.longest_s:.1f} s")
    raise SystemExit(0 if asking.statuses.keys() <= {("read", 200), ("command", 201)} else 1)


if __name__ == "__main__":
    typer.run(ask)
