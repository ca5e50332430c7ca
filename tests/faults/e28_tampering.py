"""28: journal and tables are tampered with; `journal verify` names each, what an export shows from the export alone.

Who runs the services is refused; who owns the tables can do all of it, and is found out: by the root in a file, and by
those that another database keeps, to which the line's accounts may only add.
"""

import asyncio
import json
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

import asyncpg

from deploy.console.journal.exports import BYTES
from deploy.local.databases import run_sql
from shared.calendar.paris import paris_day
from shared.delivery.journal.checkpoints import Checkpoint
from shared.delivery.journal.entry import COLUMNS, Entry
from shared.delivery.journal.merkle import leaf
from tests.faults.experiment import Experiment, Findings
from tests.faults.filer import Filer
from tests.faults.operator import BY, console
from tests.faults.scene import Scene

SERVICE = "intake"
OF_OWNERS = ("ALTER TABLE journal DISABLE TRIGGER append_only", "DROP TABLE journal", "CREATE TABLE mine (id int)")
ROOTS = """
DROP DATABASE IF EXISTS roots_kept WITH (FORCE);
DROP ROLE IF EXISTS roots_writer;
CREATE DATABASE roots_kept;
CREATE ROLE roots_writer LOGIN PASSWORD 'roots';
"""
TABLE = """
CREATE TABLE journal_roots (
    service text, number int, line text NOT NULL, kept_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (service, number)
);
GRANT INSERT, SELECT ON journal_roots TO roots_writer;
"""
Rows = list[dict[str, Any]]
COUNTED = re.compile(r" *\d+ reads, \d+ sealed").fullmatch
"""The line of `journal verify` that tells how many reads there are."""


async def tampering(scene: Scene, found: Findings) -> None:
    """Changed, deleted, truncated: named. Rewritten with chains and checkpoints: disowned by the kept root."""
    found.done = "journal export tampered with"
    async with Filer(scene):
        await asyncio.sleep(1.0)
    with TemporaryDirectory() as made:
        folder, roots = Path(made) / "export", Path(made) / "roots"
        await console(scene, "journal", "checkpoint")
        await console(scene, "journal", "export", str(folder))
        day = paris_day(scene.now).isoformat()
        told = await console(scene, "journal", "root", "--day", day, "--from", str(folder))
        roots.write_text(told.stdout)
        clean = await console(scene, "journal", "verify", "--from", str(folder), "--root", str(roots))
        found.expect(clean.exit_code == 0, f"the untouched journal: {clean.stdout}")
        for _ in range(scene.times(5, least=1)):
            for name, tamper in TAMPERINGS.items():
                wrong = Path(made) / "tampered"
                shutil.copytree(folder, wrong)
                named = tamper(wrong, scene.random)
                told = await console(scene, "journal", "verify", "--from", str(wrong), "--root", str(roots))
                found.expect(told.exit_code == 1 and named in told.stdout, f"{name}: {named!r} not in {told.stdout}")
                shutil.rmtree(wrong)
                found.times += 1
        await _kept_outside(scene, found, folder)
        await _refused(scene, found)
        await _what_stands(scene, found)
    found.saw(f"{', '.join(TAMPERINGS)}: each named; untouched, it verifies: {clean.stdout.splitlines()[0]}")


async def _kept_outside(scene: Scene, found: Findings, folder: Path) -> None:
    """A journal rewritten with chains, checkpoints and ends has one fault: roots that another database keeps differ."""
    outside = await _roots_elsewhere(scene)
    here = ("journal", "verify", "--service", SERVICE)
    await console(scene, "journal", "anchor", "--service", SERVICE, "--by", BY, ANCHOR_DATABASE_URL=outside)
    await console(scene, *here, "--by", BY, "--anchor", ANCHOR_DATABASE_URL=outside)
    for tamper, faults in ((None, 0), (_rewrite, 1)):
        wrong = folder.with_name("rewritten")
        await console(scene, "journal", "export", str(wrong))
        if tamper:
            tamper(wrong, scene.random)
        alone = await console(scene, *here, "--from", str(wrong))
        found.expect(alone.exit_code == 0, f"rewritten: {tamper is not None}, without its roots: {alone.stdout}")
        told = await console(scene, *here, "--from", str(wrong), ANCHOR_DATABASE_URL=outside)
        named = told.stdout.count("(kept by the database)")
        found.expect((told.exit_code, min(named, 1)) == (faults, faults), f"rewritten: {faults}, said: {told.stdout}")
        others = [line for line in told.stdout.splitlines()[1:] if not COUNTED(line) and "(kept by" not in line]
        found.expect(others == [], f"more than roots differs: {told.stdout}")
        shutil.rmtree(wrong)
        found.times += 1
    conn = await asyncpg.connect(outside)
    try:
        for statement in ("UPDATE journal_roots SET line = 'x'", "DELETE FROM journal_roots", "TRUNCATE journal_roots"):
            try:
                await conn.execute(statement)
                found.expect(False, f"who adds roots was allowed: {statement}")
            except asyncpg.InsufficientPrivilegeError:
                found.times += 1
    finally:
        await conn.close()


async def _roots_elsewhere(scene: Scene) -> str:
    """A database of other people, as docs/operations/roots.md has it made; the address of who may add to it."""
    administration = scene.line.stack.administration_url()
    run_sql(administration, ROOTS)
    server = urlsplit(administration)
    run_sql(server._replace(path="/roots_kept").geturl(), TABLE)
    host = server.netloc.rpartition("@")[2]
    return server._replace(netloc=f"roots_writer:roots@{host}", path="/roots_kept").geturl()


async def _refused(scene: Scene, found: Findings) -> None:
    """The account that services run under can change nothing in the journal."""
    conn = await asyncpg.connect(scene.line.databases[SERVICE])
    try:
        for statement in ("UPDATE journal SET actor = 'x'", "DELETE FROM seals", "TRUNCATE journal", *OF_OWNERS):
            try:
                await conn.execute(statement)
                found.expect(False, f"the running account was allowed: {statement}")
            except asyncpg.InsufficientPrivilegeError:
                found.times += 1
    finally:
        await conn.close()


async def _what_stands(scene: Scene, found: Findings) -> None:
    """A body is changed by SQL: named; put back: nothing to name."""
    conn = await asyncpg.connect(scene.line.stack.owner_url(SERVICE))
    try:
        row = await conn.fetchrow("SELECT id, body::text AS body FROM applications ORDER BY id LIMIT 1")
        for body, wrong in ((json.dumps({**json.loads(row["body"]), "id": "tampered"}), True), (row["body"], False)):
            await conn.execute("UPDATE applications SET body = $2::jsonb WHERE id = $1", row["id"], body)
            told = await console(scene, "journal", "verify", "--service", SERVICE)
            named = f"aggregate {row['id']} (application): its body is not the one" in told.stdout
            found.expect(named is wrong and told.exit_code == int(wrong), f"body changed: {wrong}, said: {told.stdout}")
            found.times += 1
    finally:
        await conn.close()


def _change(folder: Path, dice: Random) -> str:
    rows = _read(folder)
    row = dice.choice(rows)
    row["actor"] = "somebody-else"
    _write(folder, rows)
    return f"journal row {row['id']} (aggregate {row['aggregate'] or 'none'}, entry {row['entry']}): was changed"


def _delete(folder: Path, dice: Random) -> str:
    rows = _read(folder)
    place = dice.choice([n for n, row in enumerate(rows) if row["aggregate"] and row["entry"] == 1])
    gone = rows.pop(place)
    _write(folder, rows)
    return str(gone["aggregate"])


def _truncate(folder: Path, dice: Random) -> str:
    rows = _read(folder)
    last = next(row for row in reversed(rows) if row["aggregate"])
    _write(folder, rows[: rows.index(last)])
    end = next(end for end in _read(folder, "ends") if end["aggregate"] == last["aggregate"])
    return f"aggregate {last['aggregate']} ({end['kind']}): {last['entry']} entries were written"


def _rewrite(folder: Path, dice: Random) -> str:
    """As who has the database would: the entry, its chain, the ends and every checkpoint, all consistent."""
    rows = _read(folder)
    victim = dice.choice([row for row in rows if row["aggregate"]])
    victim["actor"] = "somebody-else"
    heads: dict[str, str] = {}
    for row in rows:
        chain = row["aggregate"]
        row["previous"] = heads.get(chain, "") if chain else ""
        row["hash"] = _sealed(row)
        if chain:
            heads[chain] = row["hash"]
    _write(folder, rows)
    ends = _read(folder, "ends")
    for end in ends:
        end["hash"] = heads.get(end["aggregate"], end["hash"])
    _write(folder, ends, "ends")
    _write(folder, _resealed(_read(folder, "seals"), rows), "seals")
    return f"{SERVICE}: anchored was"


def _resealed(checkpoints: Sequence[dict[str, Any]], rows: Rows) -> Rows:
    before: Checkpoint | None = None
    told: Rows = []
    for old in checkpoints:
        leaves = [leaf(r["id"], bytes.fromhex(r["hash"])) for r in rows if old["first"] <= r["id"] <= old["last"]]
        bare = Checkpoint.over(SERVICE, before, old["last"], leaves, datetime.fromisoformat(old["sealed_at"]))
        reads = {name: old[name] for name in ("reads_last", "reads_entries")}
        with_reads = replace(bare, **reads, reads_root=bytes.fromhex(old["reads_root"]) if old["reads_root"] else None)
        before = replace(with_reads, hash=with_reads.content_hash(SERVICE))
        renewed = {name: getattr(before, name) for name in old if name in BYTES}
        told.append({**old, **{name: None if value is None else value.hex() for name, value in renewed.items()}})
    return told


def _sealed(row: dict[str, Any]) -> str:
    values: dict[str, Any] = {
        name: bytes.fromhex(row[name]) if name in BYTES and row[name] is not None else row[name] for name in COLUMNS
    }
    entry = Entry(**{**values, "at": datetime.fromisoformat(row["at"])})
    return entry.hash_after(bytes.fromhex(row["previous"])).hex()


def _file(folder: Path, part: str) -> Path:
    return folder / (f"{SERVICE}.{part}.jsonl" if part else f"{SERVICE}.jsonl")


def _read(folder: Path, part: str = "") -> Rows:
    return [json.loads(line) for line in _file(folder, part).read_text().splitlines()]


def _write(folder: Path, rows: Rows, part: str = "") -> None:
    _file(folder, part).write_text("".join(json.dumps(row) + "\n" for row in rows))


TAMPERINGS: dict[str, Callable[[Path, Random], str]] = {
    "changed": _change,
    "deleted": _delete,
    "truncated": _truncate,
    "rewritten": _rewrite,
}
EXPERIMENT = Experiment(number=28, title="journal tampered with", run=tampering)
