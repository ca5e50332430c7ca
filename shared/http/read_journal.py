"""Whoever reads what is not public leaves a row in the table `reads`, before anything is shown; else nothing is shown.

For complaints, cases, documents, files of evaluation and decision, and what publishers filed; public data and lists of
names and states need none.
"""

import logging
from collections.abc import Sequence
from typing import NamedTuple

import asyncpg
import sqlalchemy as sa
from fastapi import Request
from sqlalchemy.dialects.postgresql import UUID

from shared.delivery.journal.reads import READ_COLUMNS, ReadChannel
from shared.http.context import http_context
from shared.http.problems import Problem
from shared.identity.actor import Actor
from shared.persistence.read_pool import Away
from shared.persistence.statements import Query
from shared.persistence.transience import BadValue
from shared.telemetry.propagation import current_traceparent

log = logging.getLogger(__name__)
NOTE = Query(
    sa.text(
        f"INSERT INTO reads ({', '.join(READ_COLUMNS)}) VALUES ({', '.join(f':{name}' for name in READ_COLUMNS)})"
    ).bindparams(
        sa.bindparam("at", type_=sa.DateTime(timezone=True)),
        sa.bindparam("organisation", type_=sa.Text),
        sa.bindparam("dossier", type_=UUID(as_uuid=False)),
        sa.bindparam("subjects", type_=sa.ARRAY(UUID(as_uuid=False))),
        *(sa.bindparam(name, type_=sa.Text) for name in ("channel", "what", "actor", "roles", "trace")),
    )
)


class Read(NamedTuple):
    """What somebody is about to see."""

    what: str
    """A word for it, the same for ever: `complaint`, `document_content`."""
    subjects: Sequence[str]
    """Ids of all aggregates of which something is shown."""
    dossier: str | None = None
    """Where all of it belongs to one dossier."""
    channel: ReadChannel = ReadChannel.API


async def journal_read(request: Request, who: Actor, read: Read) -> None:
    """Keep who sees what. Problem unavailable: that cannot be kept, so nothing may be shown."""
    context = http_context(request)
    try:
        await context.reads.fetch(
            NOTE,
            at=context.shell.context.clock.now(),
            channel=read.channel,
            what=read.what,
            actor=who.id,
            roles=" ".join(sorted(who.roles)),
            organisation=who.organisation,
            dossier=read.dossier,
            subjects=list(read.subjects),
            trace=current_traceparent(),
        )
    except (Away, BadValue, asyncpg.PostgresError) as error:
        log.warning("read refused, for it could not be journaled", extra={"what": read.what, "error": repr(error)})
        raise Problem("unavailable", "the read cannot be journaled") from error
