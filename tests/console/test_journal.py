"""`referencement journal`: whoever changes, removes, truncates or rewrites is found out, from an export alone."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from shared.contracts.topics import SERVICES
from shared.delivery.journal.checkpoints import CHECKPOINT_COLUMNS, Checkpoint
from shared.delivery.journal.entry import COLUMNS, Entry
from shared.delivery.journal.merkle import leaf
from tests.catalogue.listing.events import LISTING
from tests.console.conftest import Console
from tests.console.journaled import checkpoint, told
from tests.console.lay import Standing


async def test_an_empty_journal_verifies(console: Console) -> None:
    said = await console("journal", "verify")

    assert said.exit_code == 0
    assert said.output.splitlines() == [f"{service}: 0 entries, 0 sealed, no faults" for service in SERVICES]


async def test_a_journal_that_nobody_touched_verifies_offline(
    console: Console, written: asyncpg.Pool, tmp_path: Path
) -> None:
    exported = await console("journal", "export", str(tmp_path))
    await written.execute("TRUNCATE journal, seals, listings")

    assert "catalogue: 3 entries" in exported.output
    assert await told(console, "--from", str(tmp_path)) == ["catalogue: 3 entries, 3 sealed, no faults"]


async def test_a_changed_entry_is_named(console: Console, written: asyncpg.Pool) -> None:
    await written.execute("UPDATE journal SET actor = 'somebody else' WHERE entry = 2")

    assert await told(console) == [
        "catalogue: 3 entries, 3 sealed, 1 faults",
        f"journal row 2 (aggregate {LISTING}, entry 2): was changed after it was written",
    ]


async def test_a_deleted_entry_is_named_and_its_checkpoint_with_it(console: Console, written: asyncpg.Pool) -> None:
    await written.execute("DELETE FROM journal WHERE entry = 2")

    assert await told(console) == [
        "catalogue: 2 entries, 3 sealed, 2 faults",
        f"journal row 3 (aggregate {LISTING}, entry 3): entry 2 is missing before it",
        "checkpoint 1 (journal rows 1 to 2, 2026-03-10): 2 entries were covered, 1 are there",
    ]


async def test_a_truncated_journal_is_missed_by_row_and_checkpoint(console: Console, written: asyncpg.Pool) -> None:
    await written.execute("DELETE FROM journal WHERE entry = 3")

    assert (await told(console))[1:] == [
        f"aggregate {LISTING} (listing): 3 entries were written, the chain ends with entry 2",
        "checkpoint 2 (journal rows 3 to 3, 2026-03-11): 1 entries were covered, 0 are there",
    ]


async def test_a_removed_refusal_that_belongs_to_nobody_is_missed_by_its_checkpoint(
    console: Console, written: asyncpg.Pool
) -> None:
    await written.execute(
        "INSERT INTO journal SELECT nextval('journal_id_seq'), NULL, 0, NULL, at, door, act, rule, actor, roles, "
        "message, 'not_found', NULL, 0, '', digest, trace, '', '\\x01' FROM journal WHERE entry = 3"
    )
    await checkpoint(written, Standing(datetime(2026, 3, 12, tzinfo=UTC)))

    await written.execute("DELETE FROM journal WHERE aggregate IS NULL")

    assert (await told(console))[1:] == [
        "checkpoint 3 (journal rows 4 to 4, 2026-03-12): 1 entries were covered, 0 are there"
    ]


async def test_a_chain_rewritten_with_hashes_that_fit_is_found_by_its_checkpoints(
    console: Console, written: asyncpg.Pool
) -> None:
    await rewrite(written)

    assert await told(console) == [
        "catalogue: 3 entries, 3 sealed, 2 faults",
        "checkpoint 1 (journal rows 1 to 2, 2026-03-10): not the entries that were covered",
        "checkpoint 2 (journal rows 3 to 3, 2026-03-11): not the entries that were covered",
    ]


async def test_a_day_rewritten_with_its_checkpoints_is_found_by_the_anchored_root(
    console: Console, written: asyncpg.Pool, tmp_path: Path
) -> None:
    root = tmp_path / "root"
    root.write_text((await console("journal", "root", "--day", "2026-03-10")).stdout)
    before = await console("journal", "verify", "--root", str(root))
    await rewrite(written)
    await reseal(written)

    after = await console("journal", "verify", "--root", str(root))

    assert before.exit_code == 0
    assert "catalogue: 3 entries, 3 sealed, no faults" in after.output
    assert [line[:31] for line in after.output.splitlines()[5:]] == [
        "root of 2026-03-10, catalogue: ",
        "root of 2026-03-10, all: anchor",
    ]
    assert after.exit_code == 1


async def test_a_journal_without_its_last_day_is_found_by_the_root_of_that_day(
    console: Console, written: asyncpg.Pool, tmp_path: Path
) -> None:
    root = tmp_path / "root"
    root.write_text((await console("journal", "root", "--day", "2026-03-11")).stdout)
    await written.execute("DELETE FROM journal WHERE id = 3; DELETE FROM seals WHERE number = 2")
    await written.execute(
        "UPDATE listings SET entries = 2, events = 2, (journal_head, state, version, changed_at) = "
        "(SELECT hash, state, version, at FROM journal WHERE id = 2)"
    )

    said = await console("journal", "verify", "--root", str(root))

    assert "catalogue: 2 entries, 2 sealed, 1 faults" in said.output
    assert f"  aggregate {LISTING} (listing): its body is not the one that entry 2 left" in said.output
    assert said.output.splitlines()[6].endswith("here it is missing")


async def test_the_root_of_a_day_names_the_last_checkpoint_of_every_service(
    console: Console, written: asyncpg.Pool
) -> None:
    lines = (await console("journal", "root", "--day", "2026-03-11")).stdout.splitlines()

    assert [line.rsplit(" ", 1)[0] for line in lines] == [
        "2026-03-11 intake 0", "2026-03-11 evaluation 0", "2026-03-11 decision 0", "2026-03-11 catalogue 2",
        "2026-03-11 surveillance 0", "2026-03-11 all 5",
    ]  # fmt: skip


async def test_a_moved_checkpoint_is_named(console: Console, written: asyncpg.Pool) -> None:
    await written.execute("UPDATE seals SET sealed_at = sealed_at + interval '1 day' WHERE number = 2")

    assert (await told(console))[1:] == ["checkpoint 2: was changed after it was set"]


async def rewrite(pool: asyncpg.Pool) -> None:
    """Somebody else did it, says every entry, and every hash fits."""
    head = b""
    for row in await pool.fetch("SELECT * FROM journal ORDER BY id"):
        values: dict[str, Any] = {name: row[name] for name in COLUMNS}
        values |= {name: str(row[name]) for name in ("aggregate", "dossier")}
        sealed = Entry(**{**values, "actor": "somebody else"}).hash_after(head)
        await pool.execute(
            "UPDATE journal SET actor = 'somebody else', previous = $2, hash = $3 WHERE id = $1",
            row["id"], head, sealed,
        )  # fmt: skip
        head = sealed
    await pool.execute("UPDATE listings SET journal_head = $1", head)


async def reseal(pool: asyncpg.Pool) -> None:
    """And every checkpoint fits too."""
    before: Checkpoint | None = None
    for row in await pool.fetch("SELECT * FROM seals ORDER BY number"):
        rows = await pool.fetch("SELECT id, hash FROM journal WHERE id BETWEEN $1 AND $2", row["first"], row["last"])
        leaves = [leaf(one["id"], one["hash"]) for one in rows]
        before = Checkpoint.over("catalogue", before, row["last"], leaves, row["sealed_at"])
        sets = ", ".join(f"{name} = ${place}" for place, name in enumerate(CHECKPOINT_COLUMNS, 1))
        await pool.execute(
            f"UPDATE seals SET {sets} WHERE number = $1", *(getattr(before, n) for n in CHECKPOINT_COLUMNS)
        )


async def test_a_result_is_kept_where_it_is_asked_for(console: Console, written: asyncpg.Pool) -> None:
    await written.execute("UPDATE journal SET actor = 'somebody else' WHERE entry = 2")

    await console("journal", "verify")
    said = await console("journal", "verify", "--by", "nightly")

    assert said.exit_code == 1
    rows = await written.fetch("SELECT verified_by, entries, faults FROM verifications")
    assert [tuple(row) for row in rows] == [("nightly", 3, 1)]


async def test_one_service_needs_no_other_database(
    console: Console, written: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for other in set(SERVICES) - {"catalogue"}:
        monkeypatch.delenv(f"{other.upper()}_DATABASE_URL")

    said = await console("journal", "verify", "--service", "catalogue", "--by", "verification of trial")

    assert (said.exit_code, said.output) == (0, "catalogue: 3 entries, 3 sealed, no faults\n")
    assert await written.fetchval("SELECT verified_by FROM verifications") == "verification of trial"


@pytest.mark.parametrize(("words", "told"), [
    (("--service", "billing"), "there is no service billing"),
    (("--service", "intake", "--root", "r"), "give --root or --service"),
])  # fmt: skip
async def test_what_cannot_be_verified_is_said(console: Console, words: tuple[str, ...], told: str) -> None:
    said = await console("journal", "verify", *words)

    assert said.exit_code == 2
    assert told in said.output


async def test_an_export_leaves_no_result_behind(console: Console, tmp_path: Path) -> None:
    said = await console("journal", "verify", "--from", str(tmp_path), "--by", "nightly")

    assert said.exit_code == 2
    assert "give --by or --from" in said.output
