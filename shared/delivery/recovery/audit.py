"""What operators do, in the journal: entries of no aggregate, written in the transaction that does it."""

from datetime import datetime
from hashlib import sha256

from shared.delivery.journal.entry import Entry
from shared.delivery.shell.effects import Effects
from shared.delivery.shell.store import Conn, write


async def journal_operation(  # noqa: PLR0913  # what an entry says
    conn: Conn, *, at: datetime, act: str, by: str, about: str, outcome: str, dossier: str | None = None
) -> None:
    """Write down that an operator did something; `about` is the id of what it was done to."""
    effects = Effects("console", at)
    entry = Entry(
        aggregate=None,
        entry=0,
        dossier=dossier,
        at=at,
        door="operator",
        act=act,
        rule="",
        actor=by,
        roles="operator",
        message=about,
        outcome=outcome,
        state=None,
        version=0,
        events="",
        digest=sha256(about.encode()).digest(),
        trace=None,
    )
    effects.write_journal(entry, b"")
    await write(conn, *effects.writing())
