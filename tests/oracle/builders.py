"""A tiny line at rest, in which all is well: a dossier is filed and decided in intake, then listed by catalogue."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from deploy.oracle.ledger import Accepted, Ledger
from deploy.oracle.snapshot import Database, Entry, PublishedRecord, Row, Snapshot
from shared.acts.act import act
from shared.acts.change import Change
from shared.acts.life import Life
from shared.acts.moment import Moment
from shared.contracts.topics import EVENTS, LISTINGS, SERVICES
from shared.delivery.journal.entry import COLUMNS
from shared.delivery.journal.entry import Entry as Sealed
from tests.builders import some_id

DOSSIER, LISTING = some_id("dossier"), some_id("listing")
FILED, DECIDED, PUBLISHED, PUBLIC = (some_id(name) for name in ("filed", "decided", "published", "public"))
PROFILE, LISTED = {"name": "Essai"}, {"state": "published"}


@act("T-1", "test")
def file_it(state: Any, message: object, moment: Moment) -> Change[Any]:  # noqa: ANN401
    """Toy act: only its name matters."""
    raise NotImplementedError


@act("T-2", "test")
def decide_it(state: Any, message: object, moment: Moment) -> Change[Any]:  # noqa: ANN401
    """Toy act: only its name matters."""
    raise NotImplementedError


@act("T-3", "test")
def publish_it(state: Any, message: object, moment: Moment) -> Change[Any]:  # noqa: ANN401
    """Toy act: only its name matters."""
    raise NotImplementedError


LIVES = {
    "application": Life((None, file_it, "filed"), ("filed", decide_it, "decided")),
    "listing": Life((None, publish_it, "published"), ("published", decide_it, "suspended")),
}


def a_ledger() -> Ledger:
    """Two commands were accepted."""
    ledger = Ledger()
    for path, state, version, event in (("/file", "filed", 1, "Filed"), ("/decide", "decided", 2, "Decided")):
        ledger.note(
            Accepted(service="intake", path=path, actor="somebody", key=f"key{path}", aggregate=DOSSIER, state=state,
                     version=version, events=(event,))
        )  # fmt: skip
    return ledger


def a_snapshot() -> Snapshot:
    """What is then in its databases and on its topics."""
    filed, decided = (one.message for one in a_ledger())
    databases = {service: Database(service=service, lives=LIVES) for service in SERVICES}
    databases["intake"] = _database(
        "intake", "application", DOSSIER, {},
        [("file_it", "http", filed, "filed", "Filed"), ("decide_it", "http", decided, "decided", "Decided")],
    )  # fmt: skip
    grant = {"service": PROFILE, "ends_on": "2027-03-10"}
    databases["catalogue"] = _database(
        "catalogue", "listing", LISTING, {"grant": grant},
        [("publish_it", "kafka", DECIDED, "published", "ListingPublished")],
    )  # fmt: skip
    databases["catalogue"] = replace(databases["catalogue"], snapshots={LISTING: LISTED})
    records = (
        _record("intake", 0, DOSSIER, FILED, "Filed", 1),
        _record("intake", 1, DOSSIER, DECIDED, "Decided", 2, targets=frozenset({("catalogue", LISTING)})),
        _record("catalogue", 0, LISTING, PUBLISHED, "ListingPublished", 1, body=grant),
        replace(
            _record("catalogue", 0, LISTING, PUBLIC, "PublicListing", 1), topic=LISTINGS, body={"state": "published"}
        ),
    )
    return Snapshot(databases=databases, records=records)


def with_database(service: str, change: Callable[[Database], Database]) -> Snapshot:
    """The good snapshot with something changed in one service."""
    snapshot = a_snapshot()
    return replace(snapshot, databases={**snapshot.databases, service: change(snapshot.databases[service])})


def with_records(change: Callable[[list[PublishedRecord]], Sequence[PublishedRecord]]) -> Snapshot:
    """The good snapshot with something changed on the wire."""
    snapshot = a_snapshot()
    return replace(snapshot, records=tuple(change(list(snapshot.records))))


def journal_of(aggregate: str, acts: Sequence[tuple[str, str, str, str, str]]) -> tuple[Entry, ...]:
    """Sealed rows for acts (name, door, message, state, event) of one aggregate."""
    rows: list[dict[str, Any]] = []
    previous = b""
    for number, (name, door, message, state, event) in enumerate(acts, 1):
        entry = Sealed(
            aggregate=aggregate, entry=number, dossier=DOSSIER, at=datetime(2026, 3, 10, tzinfo=UTC), door=door,
            act=name, rule="T-1", actor="somebody", roles="", message=message, outcome="performed", state=state,
            version=number, events=event, digest=b"", trace=None,
        )  # fmt: skip
        seal = entry.hash_after(previous)
        values = {column: getattr(entry, column) for column in COLUMNS}
        rows.append({"id": number, **values, "previous": previous, "hash": seal})
        previous = seal
    return tuple(rows)


def _database(
    service: str, kind: str, id_: str, body: dict[str, Any], acts: Sequence[tuple[str, str, str, str, str]]
) -> Database:
    journal = journal_of(id_, acts)
    row = Row(
        kind=kind, id=id_, dossier=DOSSIER, state=acts[-1][3], version=len(acts), events=len(acts), entries=len(acts),
        journal_head=journal[-1]["hash"], body=body,
    )  # fmt: skip
    return Database(service=service, lives=LIVES, rows=(row,), journal=journal)


def _record(service: str, offset: int, key: str, id_: str, name: str, sequence: int, **more: Any) -> PublishedRecord:  # noqa: ANN401
    return PublishedRecord(
        topic=EVENTS[service], partition=0, offset=offset, key=key, id=id_, name=name, subject=key, sequence=sequence,
        dossier=DOSSIER, **{"body": {}, **more},
    )  # fmt: skip
