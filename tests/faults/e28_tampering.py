"""28: the journal is tampered with in four ways; `journal verify` must name each, from an export alone."""

import asyncio
import json
import shutil
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from deploy.console.exports import BYTES
from shared.calendar.paris import paris_day
from shared.delivery.journal import COLUMNS, Entry
from shared.delivery.merkle import leaf
from shared.delivery.seals import Seal
from tests.faults.experiment import Experiment, Findings
from tests.faults.filer import Filer
from tests.faults.operator import console
from tests.faults.scene import Scene

SERVICE = "intake"
Rows = list[dict[str, Any]]


async def tampering(scene: Scene, found: Findings) -> None:
    """Changed, deleted, truncated: named. Rewritten with all chains and seals: disowned by the root kept elsewhere."""
    found.done = "journal export tampered with"
    async with Filer(scene):
        await asyncio.sleep(1.0)
    with TemporaryDirectory() as made:
        folder, roots = Path(made) / "export", Path(made) / "roots"
        await console(scene, "journal", "seal")
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
    found.saw(f"{', '.join(TAMPERINGS)}: each named; untouched, it verifies: {clean.stdout.splitlines()[0]}")


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
    return f"aggregate {last['aggregate']}: {last['entry']} entries were written"


def _rewrite(folder: Path, dice: Random) -> str:
    """As who has the database would: the entry, its chain, the ends and every seal, all consistent."""
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


def _resealed(seals: Sequence[dict[str, Any]], rows: Rows) -> Rows:
    before: Seal | None = None
    told: Rows = []
    for old in seals:
        leaves = [leaf(r["id"], bytes.fromhex(r["hash"])) for r in rows if old["first"] <= r["id"] <= old["last"]]
        before = Seal.over(SERVICE, before, old["last"], leaves, datetime.fromisoformat(old["sealed_at"]))
        renewed = {name: getattr(before, name) for name in old}
        told.append({**old, **{name: value.hex() for name, value in renewed.items() if name in BYTES}})
    return told


def _sealed(row: dict[str, Any]) -> str:
    values: dict[str, Any] = {name: bytes.fromhex(row[name]) if name in BYTES else row[name] for name in COLUMNS}
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
