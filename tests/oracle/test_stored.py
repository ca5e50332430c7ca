"""The oracle can fail: each thing that may go wrong in a database is named when it is put into a good line."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from deploy.oracle.judgement import judge
from deploy.oracle.snapshot import Database
from tests.builders import some_id
from tests.oracle.builders import DOSSIER, LISTING, a_ledger, journal_of, with_database

STORED: dict[str, tuple[str, Callable[[Database], Database], str, str]] = {
    "an accepted command left no trace": (
        "intake",
        lambda database: replace(database, rows=(), journal=()),
        "lost",
        "accepted as version 1, not in the journal",
    ),
    "an accepted dossier has no state": ("intake", lambda database: replace(database, rows=()), "lost", "has no state"),
    "a command was performed twice": (
        "intake",
        lambda database: replace(database, journal=(*database.journal, database.journal[0])),
        "doubled",
        "performed 2 times",
    ),
    "a command was performed that nobody got an answer to": (
        "decision",
        lambda database: replace(
            database, journal=journal_of(DOSSIER, [("file_it", "http", some_id("m"), "filed", "")])
        ),
        "doubled",
        "performed, and not answered to anybody",
    ),
    "a dossier has two rows": (
        "intake",
        lambda database: replace(database, rows=database.rows * 2),
        "doubled",
        "2 rows",
    ),
    "a dossier is in a state that its life does not know": (
        "intake",
        lambda database: replace(database, rows=(replace(database.rows[0], state="vanished"),)),
        "illegal",
        "in the state vanished",
    ),
    "a step was taken that its life does not foresee": (
        "intake",
        lambda database: replace(
            database, journal=journal_of(DOSSIER, [("decide_it", "http", "m", "decided", "Decided")])
        ),
        "illegal",
        "decide_it led from None to decided",
    ),
    "a row is older than its journal": (
        "intake",
        lambda database: replace(database, rows=(replace(database.rows[0], version=1),)),
        "differs",
        "'version': 1",
    ),
    "a consumer never performed an event": (
        "catalogue",
        lambda database: replace(database, rows=(), journal=(), snapshots={}),
        "lost",
        "catalogue never performed it",
    ),
    "a consumer acted twice on an event": (
        "catalogue",
        lambda database: replace(database, journal=database.journal * 2),
        "doubled",
        "catalogue acted on it 2 times",
    ),
    "a consumer acted on an event that is on no topic": (
        "surveillance",
        lambda database: replace(
            database, journal=journal_of(LISTING, [("file_it", "kafka", some_id("x"), "filed", "")])
        ),
        "doubled",
        "which is on no topic",
    ),
    "a journal entry was changed": (
        "intake",
        lambda database: replace(
            database, journal=({**database.journal[0], "actor": "somebody-else"}, database.journal[1])
        ),
        "broken",
        "was changed after it was written",
    ),
    "the last journal entry was cut off": (
        "intake",
        lambda database: replace(database, journal=database.journal[:1]),
        "broken",
        "the row's head is not the last entry's hash",
    ),
    "rows wait in an outbox": (
        "decision",
        lambda database: replace(database, outbox=3),
        "unsettled",
        "3 rows in the outbox",
    ),
    "a deadline is due": ("catalogue", lambda database: replace(database, due=1), "unsettled", "1 deadlines due"),
    "a record was set aside": (
        "evaluation",
        lambda database: replace(database, parked={some_id("p"): "bad_body (topic/0@7)"}),
        "parked",
        "bad_body (topic/0@7)",
    ),
    "the catalogue shows what it never published": (
        "catalogue",
        lambda database: replace(
            database, rows=(replace(database.rows[0], body={"grant": {"service": {"name": "Autre"}}}),)
        ),
        "differs",
        "its events say",
    ),
}


@pytest.mark.parametrize(("service", "change", "kind", "detail"), STORED.values(), ids=STORED)
def test_what_is_wrong_in_a_database_is_named(
    service: str, change: Callable[[Database], Database], kind: str, detail: str
) -> None:
    faults = judge(with_database(service, change), a_ledger()).faults

    assert [fault for fault in faults if fault.kind == kind and detail in fault.detail], faults
