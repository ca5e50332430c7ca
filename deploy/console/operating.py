"""What operators do, in the journal: entries of no aggregate, written in the transaction that does it."""

from hashlib import sha256

from deploy.console.places import clock
from shared.delivery.journal.entry import Entry
from shared.delivery.shell.effects import Effects
from shared.delivery.shell.store import Conn, write


async def journal_operation(
    conn: Conn, *, act: str, by: str, about: str, outcome: str, dossier: str | None = None
) -> None:
    """Write down that an operator did something; `about` is the id of what it was done to."""
    now = clock().now()
    effects = Effects("console", now)
    entry = Entry(
        aggregate=None,
        entry=0,
        dossier=dossier,
        at=now,
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
