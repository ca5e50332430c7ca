"""Runs one service as one process: start, serve, drain."""

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import NoReturn

import asyncpg
import uvloop
from fastapi import FastAPI

from shared.base.backoff import Backoff
from shared.base.outage import Outage
from shared.base.progress import Progress
from shared.persistence.connecting import connect, connect_relay
from shared.runtime.codecs import codec_troubles
from shared.runtime.loops import keep_running
from shared.runtime.machine import collect_garbage_seldom
from shared.runtime.server import Server
from shared.runtime.service import Service
from shared.runtime.settings import ProcessRole, ServiceSettings
from shared.runtime.settings_trouble import Unusable, settings_troubles, unusable_settings
from shared.runtime.signing import signing_troubles
from shared.runtime.start_warnings import warn_at_start
from shared.runtime.termination import end_with, keep
from shared.runtime.wiring import Parts, wire
from shared.telemetry.logs import setup_logging
from shared.telemetry.tracing import setup_tracing, stop_tracing

log = logging.getLogger(__name__)
LAST_RELAY_S, LOOP_ENDS_S, BROKER_STARTS_S, BROKER_STOPS_S = 5.0, 12.0, 60.0, 8.0
BAD_SETTINGS, NO_DOOR = 2, 3


def run(service: Service) -> None:
    """Run the service until SIGTERM or SIGINT. Exit code 0: drained; 2: settings are wrong; 3: the port is taken."""
    try:
        settings = service.settings()
    except Unusable as error:
        _refuse(service, [*unusable_settings(error)])
    if troubles := [*settings_troubles(settings), *signing_troubles(service.name, settings), *codec_troubles()]:
        _refuse(service, troubles)
    setup_logging(service.name, settings.log_level)
    warn_at_start(settings)
    collect_garbage_seldom()
    process = Process(service, settings)
    try:
        uvloop.run(process.run())
    except Exception as error:
        keep([f"{service.name} ended by an error that nobody foresaw ({error!r}): see the log"])
        raise
    if process.closed_doors:
        keep([f"{service.name} {one}" for one in process.closed_doors])
    raise SystemExit(NO_DOOR if process.closed_doors else 0)


def _refuse(service: Service, troubles: Sequence[str]) -> NoReturn:
    """Say what is wrong with the settings, in the words of `config check`, and end."""
    end_with(f"{service.name} {trouble}" for trouble in troubles)
    raise SystemExit(BAD_SETTINGS)


class Process:
    """The life of one process."""

    def __init__(self, service: Service, settings: ServiceSettings) -> None:
        self.service = service
        self.settings = settings
        self.progress = Progress()
        self.stopping = asyncio.Event()
        self.tasks: dict[str, asyncio.Task[None]] = {}
        self.closed_doors: list[str] = []
        """Why a port could not be opened."""

    async def run(self) -> None:
        """Start everything, wait for the signal, drain."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stopping.set)
        tracing = setup_tracing(self.service.name, os.environ, trust_callers=self.settings.trace_callers_decide)
        parts = await wire(self.service, self.settings, self.progress)
        await parts.follower.remember()
        self._start(parts)
        inside, serving = self._serve("internal", parts.internal), self._serve("http", parts.server)
        ports = {"http_port": self.settings.http_port, "http_internal_port": self.settings.http_internal_port}
        log.info("started", extra=ports)
        await self.stopping.wait()
        await self._drain(parts, serving)
        parts.internal.should_exit = True
        await inside
        await stop_tracing(tracing)
        log.info("stopped")
        self.closed_doors = [one.refused for one in (parts.server, parts.internal) if one.refused]

    def _serve(self, name: str, server: Server) -> asyncio.Task[None]:
        """Serve until told; a port that cannot be opened ends the process."""
        serving = asyncio.create_task(server.serve_until_told(), name=name)
        serving.add_done_callback(lambda _: self.stopping.set())
        return serving

    def _start(self, parts: Parts) -> None:
        roles = self.settings.process_roles
        self._keep("programmes", lambda: parts.follower.run(self.progress))
        self._keep("wakeups", parts.wakeups.run)
        self._keep("metrics", parts.scrapes.keep_fresh)
        if ProcessRole.RELAY in roles:
            self._keep("relay", lambda: parts.relay.run(self.progress))
        if ProcessRole.WORKER in roles:
            self._keep("scheduler", lambda: parts.scheduler.run(self.progress))
            self._keep("sealer", lambda: parts.sealer.run(self._own_connection, self.progress))
            self._keep("housekeeper", lambda: parts.housekeeper.run(self._own_connection, self.progress))
            if self.service.subscriptions.topics:
                self._keep("consumer", lambda: _consume(parts))
            app = parts.server.config.app
            assert isinstance(app, FastAPI)
            for one in self.service.background:
                self._keep(one.name, partial(one.loop(app, parts.scheduler.shell), self.progress))

    async def _drain(self, parts: Parts, serving: asyncio.Task[None]) -> None:
        """Readiness down, then the doors in order: Kafka, time, HTTP; what was committed still goes out."""
        log.info("draining")
        parts.health.draining = True
        parts.server.send_callers_away()
        leaving = asyncio.create_task(parts.server.left_by_callers(self.settings.longest_drain_seconds), name="leaving")
        if parts.server.started:
            await asyncio.sleep(self.settings.drain_seconds)
        if consuming := self.tasks.pop("consumer", None):
            await parts.consumer.stop(consuming)
        own = [one.name for one in self.service.background]
        await self._stop("scheduler", "sealer", "housekeeper", "programmes", "metrics", *own)
        await _stopped(parts)
        await leaving
        parts.server.should_exit = True
        await serving
        if self.service.close:
            app = parts.server.config.app
            assert isinstance(app, FastAPI)
            await self.service.close(app)
        await self._stop("relay", "wakeups")
        await self._relay_the_rest(parts)
        await parts.sender.stop()
        await parts.reads.close()
        await asyncio.wait_for(parts.pool.close(), 5)

    async def _own_connection(self) -> asyncpg.Connection:
        return await connect(str(self.settings.database_url))

    def _keep(self, name: str, loop: Callable[[], Awaitable[None]]) -> None:
        """Run a loop for the life of the process."""
        self.tasks[name] = asyncio.create_task(keep_running(name, loop), name=name)

    async def _stop(self, *names: str) -> None:
        for name in names:
            task = self.tasks.pop(name, None)
            if task:
                task.cancel()
                await asyncio.wait([task], timeout=LOOP_ENDS_S)

    async def _relay_the_rest(self, parts: Parts) -> None:
        """Send what was committed last, so that a stopped service leaves an empty outbox."""
        if ProcessRole.RELAY not in self.settings.process_roles:
            return
        try:
            async with asyncio.timeout(LAST_RELAY_S):
                await parts.relay.drain(await connect_relay(str(self.settings.database_url)))
        except Exception as error:
            log.warning("outbox not drained, the next start goes on", extra={"error": repr(error)})


async def _consume(parts: Parts) -> None:
    """Connect, trying again until the brokers are there; then consume."""
    backoff, brokers = Backoff(0.5, 10.0), Outage(log, "broker not there yet")
    while parts.consumer.partitions is None:
        parts.consumer.progress.waits("consumer", BROKER_STARTS_S + BROKER_STOPS_S)
        try:
            async with asyncio.timeout(BROKER_STARTS_S):
                await parts.broker.start()
            break
        except Exception as error:
            brokers.note(error)
            await _stopped(parts)
            await backoff.pause()
    brokers.over()
    await parts.consumer.run()


async def _stopped(parts: Parts) -> None:
    """Leave the group, if a broker hears it in time."""
    with contextlib.suppress(Exception):
        async with asyncio.timeout(BROKER_STOPS_S):  # wait_for may lose a cancellation
            await parts.broker.stop()
