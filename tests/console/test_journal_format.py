"""The format as it is written down is enough: an export is verified here with the standard library alone."""

import base64
import json
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import asyncpg

from tests.console.conftest import Console

NAMES = [
    "aggregate", "entry", "dossier", "at", "door", "act", "rule", "actor", "roles", "message", "outcome", "state",
    "version", "events", "digest", "trace", "frozen", "state_found", "state_left", "deadlines",
]  # fmt: skip


def compact(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def hash_of(row: dict[str, Any]) -> str:
    values = [row[name] for name in NAMES]
    values[3] = row["at"].replace("Z", "+00:00") if "." in row["at"] else row["at"].replace("Z", ".000000+00:00")
    for place, name in enumerate(NAMES):
        if name in {"digest", "state_found", "state_left"} and values[place] is not None:
            values[place] = base64.b64encode(bytes.fromhex(values[place])).decode()
    while len(values) > 16 and values[-1] is None:
        values.pop()
    return sha256(bytes.fromhex(row["previous"]) + compact(values)).hexdigest()


def merkle(level: list[bytes]) -> str:
    while len(level) > 1:
        pairs = [sha256(b"\1" + level[n] + level[n + 1]).digest() for n in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0].hex()


def canonical(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, dict):
        return "{" + ",".join(f"{canonical(name)}:{canonical(value[name])}" for name in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, Decimal):
        text = format(value, "f")
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return "0" if text == "-0" else text
    return json.dumps(value, ensure_ascii=False)


async def test_an_export_is_verified_by_what_is_written_down(
    console: Console, written: asyncpg.Pool, tmp_path: Path
) -> None:
    await console("journal", "export", str(tmp_path))
    rows, seals, ends = (
        [json.loads(line) for line in (tmp_path / f"catalogue{part}.jsonl").read_text().splitlines()]
        for part in ("", ".seals", ".ends")
    )

    assert [row["hash"] for row in rows] == [hash_of(row) for row in rows]
    assert [row["previous"] for row in rows] == ["", rows[0]["hash"], rows[1]["hash"]]
    assert [row["state_found"] for row in rows] == [None, rows[0]["state_left"], rows[1]["state_left"]]
    leaves = [sha256(b"\0" + row["id"].to_bytes(8, "big") + bytes.fromhex(row["hash"])).digest() for row in rows]
    assert [seal["root"] for seal in seals] == [merkle(leaves[:2]), merkle(leaves[2:])]
    assert [(end["hash"], end["digest"]) for end in ends] == [(rows[2]["hash"], rows[2]["state_left"])]
    body = json.loads(await written.fetchval("SELECT body::text FROM listings"), parse_float=Decimal)
    assert ends[0]["digest"] == sha256(canonical(body).encode()).hexdigest()
