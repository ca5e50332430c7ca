"""Reads are sealed, exported and verified with the journal, and the console says who saw what."""

import json
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest

from tests.console.conftest import Console
from tests.console.journaled import checkpoint
from tests.console.lay import Standing
from tests.console.wires import noon
from tests.unguarded import unguard

OWN = ("catalogue", "intake")
COMPLAINT, DOSSIER, OTHER = (f"01890a5d-ac96-774b-bcce-b302099a805{digit}" for digit in "789")
READ = (
    "INSERT INTO reads (at, channel, what, actor, roles, organisation, dossier, subjects, trace) "
    "VALUES ('2026-03-10T09:00:00.5Z', 'api', $1, $2, 'desk_officer', NULL, $3, $4, NULL)"
)
FIRST = "checkpoint 1 (reads 1 to 2, 2026-03-10)"
VERIFY = ("journal", "verify", "--service", "catalogue")


@pytest.fixture
async def read(catalogue: asyncpg.Pool, tmp_path: Path) -> asyncpg.Pool:
    """Three reads in a database without any act: two sealed together, the third alone; nobody guards them."""
    clock = Standing(noon(tmp_path / "clock", "2026-03-10"))
    await catalogue.execute(READ, "complaint", "officer-1", DOSSIER, [COMPLAINT])
    await catalogue.execute(READ, "complaints", "officer-2", None, [COMPLAINT, OTHER])
    first = await checkpoint(catalogue, clock)
    await catalogue.execute(READ, "complaint", "officer-1", DOSSIER, [OTHER])
    second = await checkpoint(catalogue, clock)
    assert [(one.entries, one.reads_last, one.reads_entries) for one in first + second] == [(0, 2, 2), (0, 3, 1)]
    assert await checkpoint(catalogue, clock) == []
    await unguard(catalogue)
    return catalogue


async def test_reads_as_they_were_written_hold(console: Console, read: asyncpg.Pool, tmp_path: Path) -> None:
    await read.execute(READ, "complaint", "officer-3", DOSSIER, [COMPLAINT])

    said = await console(*VERIFY)
    exported = await console("journal", "export", str(tmp_path / "export"))
    elsewhere = await console("journal", "verify", "--from", str(tmp_path / "export"), "--service", "catalogue")

    assert said.output == "catalogue: 0 entries, 0 sealed, no faults\n  4 reads, 3 sealed\n"
    assert (exported.exit_code, elsewhere.output) == (0, said.output)
    lines = (tmp_path / "export" / "catalogue.reads.jsonl").read_text().splitlines()
    assert json.loads(lines[1]) == {
        "id": 2, "at": "2026-03-10T09:00:00.500000Z", "channel": "api", "what": "complaints", "actor": "officer-2",
        "roles": "desk_officer", "organisation": None, "dossier": None, "subjects": [COMPLAINT, OTHER], "trace": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("DELETE FROM reads WHERE id = 1", f"{FIRST}: 2 entries were covered, 1 are there"),
        (
            "DELETE FROM reads WHERE id = 3",
            "checkpoint 2 (reads 3 to 3, 2026-03-10): 1 entries were covered, 0 are there",
        ),
        ("UPDATE reads SET actor = 'x' WHERE id = 2", f"{FIRST}: not the entries that were covered"),
        ("UPDATE reads SET subjects = '{}'", f"{FIRST}: not the entries that were covered"),
        ("UPDATE reads SET at = at + interval '1 hour'", f"{FIRST}: not the entries that were covered"),
        ("UPDATE reads SET id = 9 WHERE id = 1", f"{FIRST}: 2 entries were covered, 1 are there"),
        ("UPDATE seals SET reads_entries = 0 WHERE number = 2", "checkpoint 2: was changed after it was set"),
        ("UPDATE seals SET reads_last = 1 WHERE number = 1", "checkpoint 1: was changed after it was set"),
        ("UPDATE seals SET reads_entries = NULL, reads_root = NULL", "checkpoint 1: was changed after it was set"),
    ],
)
async def test_a_change_of_reads_is_named(console: Console, read: asyncpg.Pool, change: str, fault: str) -> None:
    await read.execute(change)

    said = await console(*VERIFY)

    assert said.exit_code == 1
    assert fault in [line.strip() for line in said.output.splitlines()]


async def test_a_version_that_knew_no_reads_sealed_meanwhile(
    console: Console, read: asyncpg.Pool, tmp_path: Path
) -> None:
    clock = Standing(noon(tmp_path / "clock", "2026-03-11"))
    await read.execute(
        "INSERT INTO journal (entry, at, door, act, rule, actor, roles, message, outcome, version, events, digest, "
        "previous, hash) VALUES (0, now(), 'http', 'a', '', '', '', '', 'not_found', 0, '', '', '', '\\x01')"
    )
    await checkpoint(read, clock)
    await read.execute("UPDATE seals SET reads_last = NULL, reads_entries = NULL WHERE number = 3")
    await read.execute(READ, "complaint", "officer-3", DOSSIER, [COMPLAINT])
    await checkpoint(read, clock)

    said = (await console(*VERIFY)).output.splitlines()

    assert said[:2] == ["catalogue: 1 entries, 1 sealed, 1 faults", "  4 reads, 4 sealed"]
    assert not any(line.startswith("  seal") for line in said)


@pytest.mark.usefixtures("read")
async def test_the_console_says_who_saw_a_complaint(console: Console) -> None:
    said = await console("journal", "reads", COMPLAINT, "--json")
    by_actor = await console("journal", "reads", "--actor", "officer-1")
    nobody = await console("journal", "reads", "01890a5d-ac96-774b-bcce-b302099a8050")

    told = [json.loads(line) for line in said.output.splitlines()]
    assert [(one["service"], one["what"], one["actor"]) for one in told] == [
        ("catalogue", "complaint", "officer-1"),
        ("catalogue", "complaints", "officer-2"),
    ]
    assert [line.split()[2:6] for line in by_actor.output.splitlines()[1:]] == [
        ["catalogue", "complaint", "api", "officer-1"],
        ["catalogue", "complaint", "api", "officer-1"],
    ]
    assert (nobody.exit_code, nobody.output) == (1, "No read is journaled.\n")


@pytest.mark.parametrize("words", [[], [COMPLAINT, "--actor", "officer-1"], ["no-id"]])
@pytest.mark.usefixtures("databases")
async def test_one_question_at_a_time(console: Console, words: list[str]) -> None:
    assert (await console("journal", "reads", *words)).exit_code == 2


@pytest.mark.usefixtures("catalogue")
async def test_a_dossier_is_asked_with_the_documents_that_it_names(console: Console, databases: dict[str, str]) -> None:
    intake = await asyncpg.connect(databases["intake"])
    body = {"id": DOSSIER, "content": {"evidence": {"SEC-10": [{"type": "report", "document": OTHER}, {"type": "x"}]}}}
    await intake.execute(
        "INSERT INTO applications (id, dossier, state, version, events, entries, journal_head, body, changed_at, "
        "organisation, service_name) VALUES ($1, $1, 'submitted', 1, 0, 0, '', $2, now(), 'org-1', 'A service')",
        DOSSIER,
        json.dumps(body),
    )
    await intake.execute(READ, "document_content", "evaluator-1", None, [OTHER])
    await intake.execute(READ, "document_content", "evaluator-2", None, [COMPLAINT])
    await intake.close()

    told = (await console("journal", "reads", DOSSIER, "--json")).output.splitlines()

    assert [json.loads(line)["actor"] for line in told] == ["evaluator-1"]


CLEAR = ("journal", "clear-reads", "--by", "op-1", "--service", "catalogue")


async def ids(pool: asyncpg.Pool) -> list[int]:
    return [row["id"] for row in await pool.fetch("SELECT id FROM reads ORDER BY id")]


@pytest.fixture
async def old_and_new(catalogue: asyncpg.Pool, tmp_path: Path) -> asyncpg.Pool:
    """Two reads covered on 10 March 2026, one covered on 20 March, one not covered yet; the guard is on."""
    await catalogue.execute(READ, "complaint", "officer-1", DOSSIER, [COMPLAINT])
    await catalogue.execute(READ, "complaints", "officer-2", None, [COMPLAINT, OTHER])
    await checkpoint(catalogue, Standing(noon(tmp_path / "first", "2026-03-10")))
    await catalogue.execute(READ, "complaint", "officer-1", DOSSIER, [OTHER])
    await checkpoint(catalogue, Standing(datetime.now(UTC)))
    await catalogue.execute(READ, "complaint", "officer-3", DOSSIER, [OTHER])
    return catalogue


async def test_what_is_beyond_its_retention_is_cleared_and_the_rest_verifies(
    console: Console, old_and_new: asyncpg.Pool
) -> None:
    cleared = await console(*CLEAR, "--older-than", "30")
    said = await console(*VERIFY)
    again = await console(*CLEAR, "--older-than", "30")

    assert (cleared.output, again.output) == ("catalogue: 2 reads cleared\n", "catalogue: 0 reads cleared\n")
    assert await ids(old_and_new) == [3, 4]
    assert said.output == "catalogue: 1 entries, 0 sealed, no faults\n  2 reads, 3 sealed, 2 of them cleared\n"
    entry = await old_and_new.fetchrow("SELECT act, actor, message, outcome FROM journal")
    assert entry is not None
    assert tuple(entry) == ("clear_reads", "op-1", "2", "reads to 2, older than 30 days")


async def test_the_guard_is_on_again_and_what_is_taken_away_otherwise_is_missed(
    console: Console, old_and_new: asyncpg.Pool
) -> None:
    await console(*CLEAR, "--older-than", "30")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await old_and_new.execute("DELETE FROM reads WHERE id = 3")
    await unguard(old_and_new)
    await old_and_new.execute("DELETE FROM reads WHERE id = 3")

    said = await console(*VERIFY)

    assert said.exit_code == 1
    assert "1 entries were covered, 0 are there" in said.output


async def test_what_no_checkpoint_covers_is_never_cleared(console: Console, catalogue: asyncpg.Pool) -> None:
    await catalogue.execute(READ, "complaint", "officer-1", DOSSIER, [COMPLAINT])

    assert (await console(*CLEAR, "--older-than", "1")).output == "catalogue: 0 reads cleared\n"
    assert await ids(catalogue) == [1]
