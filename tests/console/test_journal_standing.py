"""What stands is what was decided: `journal verify` names whatever a table says that no act has left there."""

import json
from pathlib import Path

import asyncpg
import pytest

from services.catalogue.main import SERVICE
from tests.catalogue.listing.events import LISTING, lifted, ordered
from tests.console.conftest import Console
from tests.console.journaled import told, write_two_days
from tests.console.lay import arriving

OF_LISTING = f"aggregate {LISTING} (listing): "
NOBODY = "3f6f3a53-7a8e-4c0f-9d07-000000000001"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("body = jsonb_set(body, '{grant,service,name}', '\"TAMPERED\"')", ["its body is not the one that entry 3 left",
            "service_name is not what its body says", "sorting is not what its body says",
            "search is not what its body says"]),
        ("body = body || '{\"extra\": 1}'", ["its body is not the one that entry 3 left"]),
        ("state = 'suspended'", ["state is suspended, entry 3 left published"]),
        ("version = 9", ["version is 9, entry 3 left 3"]),
        ("entries = entries + 1", ["4 entries were written, the chain ends with entry 3"]),
        ("events = events + 1", ["events is 4, the entries up to 3 left 3"]),
        ("changed_at = changed_at - interval '1 hour'",
            ["changed_at is 2026-03-11 08:00:00+00:00, the entries up to 3 left 2026-03-11 09:00:00+00:00"]),
        ("dossier = NULL", ["dossier is None, entry 3 left"]),
        ("publisher = 'Rival'", ["publisher is not what its body says"]),
        ("ends_on = ends_on + 365", ["ends_on is not what its body says"]),
        ("body = '[]'", ["its body is not the one that entry 3 left", "body is not what its body says"]),
    ],
)  # fmt: skip
async def test_a_row_changed_by_sql_is_named(
    console: Console, written: asyncpg.Pool, change: str, named: list[str]
) -> None:
    await written.execute(f"UPDATE listings SET {change}")

    found = await told(console)

    assert found[0] == f"catalogue: 3 entries, 3 sealed, {len(named)} faults"
    assert [line[: len(OF_LISTING + name)] for line, name in zip(found[1:], named, strict=True)] == [
        OF_LISTING + name for name in named
    ]


async def test_a_body_written_anew_with_the_same_content_is_the_same(console: Console, written: asyncpg.Pool) -> None:
    await written.execute("UPDATE listings SET body = (body::text)::jsonb || '{}'")

    assert await told(console) == ["catalogue: 3 entries, 3 sealed, no faults"]


async def test_a_change_that_an_act_built_upon_is_named_at_that_act(console: Console, catalogue: asyncpg.Pool) -> None:
    shell = await write_two_days(catalogue)
    await catalogue.execute("UPDATE listings SET body = jsonb_set(body, '{grant,service,publisher}', '\"Rival\"')")

    await shell.perform(arriving(SERVICE.subscriptions, ordered("2026-03-12")))

    assert (await told(console))[1:] == [
        f"journal row 4 (aggregate {LISTING}, entry 4): "
        "found another state than entry 3 left: it was changed in between"
    ]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE deadlines SET due_at = due_at + interval '1 year' WHERE kind = 'expire_listing'",
            "deadline expire_listing was set for 2027-03-09 23:00:00+00:00, it stands for 2028-03-09 23:00:00+00:00"),
        ("UPDATE deadlines SET facts = facts || '{\"due_on\": \"2030-01-01\"}' WHERE kind = 'expire_listing'",
            "deadline expire_listing was set for 2027-03-09 23:00:00+00:00, what it carries was changed"),
        ("DELETE FROM deadlines WHERE kind = 'expire_listing'",
            "deadline expire_listing was set for 2027-03-09 23:00:00+00:00 and is gone"),
        ("INSERT INTO deadlines SELECT gen_random_uuid(), aggregate, 'suspend', due_at, derivation, facts, "
            "correlation, traceparent FROM deadlines WHERE kind = 'expire_listing'",
            "deadline suspend stands for 2027-03-09 23:00:00+00:00, and no entry set it"),
    ],
)  # fmt: skip
async def test_a_deadline_changed_by_sql_is_named(
    console: Console, written: asyncpg.Pool, change: str, named: str
) -> None:
    await written.execute(change)

    assert (await told(console))[1:] == [OF_LISTING + named]


async def test_numbers_of_events_and_instants_hold_after_refusals_and_covering(
    console: Console, catalogue: asyncpg.Pool
) -> None:
    shell = await write_two_days(catalogue)
    await shell.perform(arriving(SERVICE.subscriptions, lifted("2026-03-11")))
    await catalogue.execute("UPDATE listings SET version = version")
    await console("journal", "cover", "--service", "catalogue", "--by", "who upgrades")

    assert (await told(console))[0].endswith("no faults")


async def test_an_aggregate_that_is_gone_is_named(console: Console, written: asyncpg.Pool) -> None:
    await written.execute("DELETE FROM listings; DELETE FROM deadlines")

    assert (await told(console))[1:] == [f"aggregate {LISTING}: its journal ends with entry 3, its row is gone"]


async def test_an_aggregate_that_no_entry_knows_is_named(console: Console, written: asyncpg.Pool) -> None:
    await written.execute(
        "INSERT INTO listings SELECT (jsonb_populate_record(l, "
        f"jsonb_build_object('id', '{NOBODY}', 'entries', 0))).* FROM listings l"
    )

    assert (await told(console))[1:] == [f"aggregate {NOBODY} (listing): no entry of the journal knows of it"]


async def test_entries_from_before_there_were_digests_are_counted_and_covered_on_demand(
    console: Console, written: asyncpg.Pool
) -> None:
    await without_digests(written)

    before = await told(console)
    done = await console("journal", "cover", "--service", "catalogue", "--by", "who upgrades")
    after = await told(console)
    await written.execute("UPDATE listings SET version = 9")

    assert before == [
        "catalogue: 3 entries, 0 sealed, no faults",
        "1 aggregates not covered: their last entries are older than digests of states",
    ]
    assert done.output == "catalogue: 1 aggregates covered\n"
    assert after == ["catalogue: 4 entries, 0 sealed, no faults"]
    assert (await told(console))[1:] == [OF_LISTING + "version is 9, entry 4 left 3"]
    again = await console("journal", "cover", "--service", "catalogue", "--by", "who upgrades")
    assert again.output == "catalogue: 0 aggregates covered\n"


async def test_covering_does_not_hide_a_change(console: Console, written: asyncpg.Pool) -> None:
    await written.execute("UPDATE listings SET body = body || '{\"extra\": 1}'")

    await console("journal", "cover", "--service", "catalogue", "--by", "who tampers")

    assert (await told(console))[1:] == [OF_LISTING + "its body is not the one that entry 3 left"]


async def test_programs_are_told_the_same(console: Console, written: asyncpg.Pool) -> None:
    await written.execute("UPDATE listings SET version = 9")

    said = await console("journal", "verify", "--service", "catalogue", "--json")

    assert said.exit_code == 1
    assert [json.loads(line) for line in said.output.splitlines()] == [
        {"service": "catalogue", "entries": 3, "sealed": 3, "uncovered": 0, "roots": None, "reads": 0,
         "reads_sealed": 0, "reads_cleared": 0, "faults": 1},
        {"service": "catalogue", "code": "column_changed", "row": None, "aggregate": LISTING, "entry": None,
         "told": OF_LISTING + "version is 9, entry 3 left 3"},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("part", "change", "named"),
    [
        ("", lambda lines: [lines[0], "{", *lines[1:]], "catalogue.jsonl line 2: cannot be read: "),
        ("", lambda lines: [*lines, "[]"], "catalogue.jsonl line 4: cannot be read: "),
        ("", lambda lines: [*lines, '{"id": 4}'], "catalogue.jsonl line 4: cannot be read: "),
        ("", lambda lines: [lines[0].replace('"hash":"', '"hash":"xy'), *lines[1:]],
            "catalogue.jsonl line 1: cannot be read: "),
        ("", lambda lines: [lines[0], lines[1], lines[1], lines[2]], "journal row 2: duplicated"),
        ("", lambda lines: [lines[0][:-1] + ',"approved":true}', *lines[1:]],
            "catalogue.jsonl line 1: holds what no export writes: approved"),
        (".seals", lambda lines: [lines[0], "nonsense", lines[1]], "catalogue.seals.jsonl line 2: cannot be read: "),
        (".ends", lambda lines: [lines[0][:-1] + ',"note":1}'],
            "catalogue.ends.jsonl line 1: holds what no export writes: note"),
    ],
)  # fmt: skip
async def test_what_an_export_must_not_hold_is_named_by_its_line(
    console: Console, written: asyncpg.Pool, tmp_path: Path, part: str, change: object, named: str
) -> None:
    await console("journal", "export", str(tmp_path))
    file = tmp_path / f"catalogue{part}.jsonl"
    file.write_text("".join(line + "\n" for line in change(file.read_text().splitlines())))  # type: ignore[operator]  # a function of lines

    found = await told(console, "--from", str(tmp_path))

    assert found[1].startswith(named)


async def without_digests(pool: asyncpg.Pool) -> None:
    """The journal as the version before wrote it."""
    from tests.console.test_journal import rewrite  # noqa: PLC0415

    await pool.execute("UPDATE journal SET state_found = NULL, state_left = NULL, deadlines = NULL; DELETE FROM seals")
    await rewrite(pool)
