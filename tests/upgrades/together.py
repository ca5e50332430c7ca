"""The five services in this process, and somebody who carries their events as relay and Kafka do."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import httpx

from deploy.console.places import service_named
from deploy.demo.tally import Tally
from shared.delivery.kafka.sender import unpack
from shared.delivery.shell.messages import Record
from shared.identity.local_issuer import LocalIssuer
from tests.pages.hosting import Site, hosted

IDLE_S = 0.02
OLDEST = "DELETE FROM outbox RETURNING id, topic, key, headers, value"


class Doors(httpx.AsyncBaseTransport):
    """Each service under its name as host."""

    def __init__(self, sites: Mapping[str, Site]) -> None:
        self._doors = {name: httpx.ASGITransport(site.app) for name, site in sites.items()}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await self._doors[request.url.host].handle_async_request(request)


class Inside(Tally):
    """Requests go to the applications themselves."""

    def __init__(self, sites: Mapping[str, Site]) -> None:
        super().__init__()
        self._sites = sites

    def transport(self, limits: httpx.Limits) -> httpx.AsyncBaseTransport:  # there are no connections
        return Doors(self._sites)


@dataclass(frozen=True)
class Together:
    """A line as the demonstration sees it."""

    sites: Mapping[str, Site]
    databases: Mapping[str, str]
    bootstrap_servers: str = ""
    clock_file: Path | None = None

    @property
    def urls(self) -> Mapping[str, str]:
        return {name: f"http://{name}" for name in self.sites}

    @property
    def issuer(self) -> LocalIssuer:
        return next(iter(self.sites.values())).issuer

    def shift_clock(self, by: timedelta) -> None:
        raise NotImplementedError("nobody waits here")

    async def carry(self) -> None:
        """Events to whoever listens, until cancelled."""
        while True:
            if not any([await self._carry_from(site) for site in self.sites.values()]):
                await asyncio.sleep(IDLE_S)

    async def _carry_from(self, site: Site) -> bool:
        rows = sorted(await site.found(OLDEST))
        for id_, topic, key, headers, value in rows:
            record = Record(topic, 0, id_, key, tuple(unpack(headers)), value)
            for other in self.sites.values():
                if topic in other.service.subscriptions.topics:
                    await other.shell.perform(list(other.service.subscriptions.read(record)))
        return bool(rows)


@asynccontextmanager
async def together(databases: Mapping[str, str], directory: Path, now: datetime) -> AsyncIterator[Together]:
    """All five on these databases at that time."""
    async with AsyncExitStack() as opened:
        sites = {}
        for name, dsn in databases.items():
            settings = {"document_folder": directory / "documents"} if name == "intake" else {}
            sites[name] = await opened.enter_async_context(hosted(service_named(name), dsn, directory, **settings))
            sites[name].clock.instant = now
        line = Together(sites, databases)
        carrying = asyncio.create_task(line.carry())
        try:
            yield line
        finally:
            carrying.cancel()
            with suppress(asyncio.CancelledError):
                await carrying
