"""The plumbing tables are written once: what a writer gives and what an entry holds are their columns."""

from shared.delivery.journal.entry import COLUMNS
from shared.delivery.journal.reads import READ_COLUMNS
from shared.delivery.schema.base import PlumbingTable, names_of
from shared.delivery.schema.evidence import JournalRow
from shared.delivery.shell.effects import OUTBOX, PARKED_COLUMNS, UPSERT_DEADLINE
from tests.delivery.desk import METADATA


def test_a_service_has_every_plumbing_table_beside_its_own() -> None:
    assert set(METADATA.tables) == {"notebooks", *PlumbingTable.metadata.tables}


def test_the_fields_of_a_journal_entry_are_the_columns_of_its_table() -> None:
    assert names_of(JournalRow) == (*COLUMNS, "previous", "hash")


def test_what_the_database_fills_in_is_not_given_by_a_writer() -> None:
    assert OUTBOX == (
        ("shard", "SMALLINT"), ("topic", "TEXT"), ("key", "BYTEA"), ("headers", "BYTEA"), ("value", "BYTEA"),
    )  # fmt: skip
    assert "id" not in READ_COLUMNS


def test_a_record_is_parked_without_what_becomes_of_it_later() -> None:
    assert [name for name, _ in PARKED_COLUMNS][-1] == "parked_at"


def test_a_deadline_replaces_all_but_its_key() -> None:
    assert "aggregate =" not in UPSERT_DEADLINE
    assert "due_at = excluded.due_at" in UPSERT_DEADLINE
