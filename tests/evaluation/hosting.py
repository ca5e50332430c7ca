"""Evaluation's shell on a real database, at noon of the day of the worked cases; records as intake sends them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from services.evaluation.main import SERVICE
from shared.calendar.france import FRANCE
from shared.contracts.envelope import Envelope, encode
from shared.contracts.intake.application import ApplicationDeclaredAdmissible, ComplementProvided
from shared.contracts.registry import wire_of
from shared.delivery.shell.act_context import ActContext
from shared.delivery.shell.messages import Outcome, Record
from shared.delivery.shell.transaction import Shell
from shared.persistence.connecting import open_pool
from shared.programme.loading import published
from tests.builders import some_id
from tests.evaluation.builders import DAY, OTHER_DOSSIER, admissible, of_dossier
from tests.pages.hosting import Site, hosted

NOON = datetime(2024, 7, 1, 10, tzinfo=UTC)


class NoonClock:
    """Stands still on the day of the worked cases."""

    steady = True

    def now(self) -> datetime:
        return NOON


@asynccontextmanager
async def with_both_applications(dsn: str, directory: Path) -> AsyncIterator[Site]:
    """The service on the day of the worked cases, with the applications V01 (without exchange) and V02 (with) in it."""
    async with hosted(SERVICE, dsn, directory, demonstration=True) as site:
        site.on(DAY)
        await site.hear(admissible("V01"), of_dossier(OTHER_DOSSIER, admissible("V02")))
        yield site


@asynccontextmanager
async def a_shell(dsn: str) -> AsyncIterator[Shell]:
    pool = await open_pool(dsn, 4)
    yield Shell("evaluation", pool, ActContext(NoonClock(), published(), FRANCE))
    await pool.close()


def record(event: ApplicationDeclaredAdmissible | ComplementProvided, name: str, offset: int = 0) -> Record:
    """The event as intake's relay would send it, under the event id that `name` stands for."""
    envelope = Envelope(
        id=some_id(name), type=wire_of(event).type, source="/referencement/intake", subject=event.dossier, time=NOON,
        sequence=4, dossier=event.dossier, correlation="correlation", causation=None, programme="2.0.0",
        traceparent=None,
    )  # fmt: skip
    return Record(
        topic="referencement.intake.v1",
        partition=0,
        offset=offset,
        key=event.dossier.encode(),
        headers=tuple(envelope.headers()),
        value=encode(event),
    )


async def arrive(shell: Shell, *records: Record) -> list[Outcome]:
    return await shell.perform([message for one in records for message in SERVICE.subscriptions.read(one)])


async def found(shell: Shell, query: str) -> list[Any]:
    async with shell.pool.acquire() as conn:
        return [tuple(row) for row in await conn.fetch(query)]
