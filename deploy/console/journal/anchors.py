"""The root of a day: a few lines to keep where the operators of the line cannot write.

2026-03-10 intake 14 9f86d081…      the last checkpoint of the day or before it: number and hash
2026-03-10 all 5 3b1cdd0e…          one hash over these lines
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from deploy.console.journal.anchor_stores import Keeper
from deploy.console.places import clock, connect_to, reading_url
from shared.delivery.journal.chain_check import Fault
from shared.delivery.journal.checkpoints import Checkpoint, end_of
from shared.delivery.tasks.checkpoint_writer import last_checkpoint

Checkpoints = Mapping[str, Sequence[Checkpoint]]


def roots(day: date, checkpoints: Checkpoints) -> list[str]:
    """The lines of a day, a last one over all of them."""
    lines = [root_line(day, service, end_of(of_service, day)) for service, of_service in checkpoints.items()]
    whole = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return [*lines, f"{day} all {len(lines)} {whole}"]


def root_line(day: date, service: str, checkpoint: Checkpoint | None) -> str:
    """One checkpoint, as it is kept elsewhere."""
    return f"{day} {service} {checkpoint.number} {checkpoint.hash.hex()}" if checkpoint else f"{day} {service} 0 -"


def disowned(anchored: Iterable[str], checkpoints: Checkpoints) -> list[str]:
    """Which anchored lines the checkpoints do not bear out. ValueError: that is no such line."""
    faults = []
    for line in filter(None, map(str.strip, anchored)):
        day, service, number, hash_ = line.split()
        if service == "all":
            found = roots(date.fromisoformat(day), checkpoints)[-1].split()[-1]
        else:
            checkpoint = next((one for one in checkpoints[service] if one.number == int(number)), None)
            found = checkpoint.hash.hex() if checkpoint else "-" if number == "0" else "missing"
        if found != hash_:
            faults.append(f"root of {day}, {service}: anchored was {hash_}, here it is {found}")
    return faults


async def anchor(service: str, keepers: Sequence[Keeper], by: str) -> str:
    """Have every keeper keep the newest checkpoint of a service; give its line. KeeperAway: one of them did not."""
    conn = await connect_to(service, reading_url)
    try:
        newest = await last_checkpoint(conn)
        if newest is None:
            return f"{service}: nothing to keep yet"
        line = root_line(newest.day, service, newest)
        for keeper in keepers:
            await keeper.keep(service, newest.number, line)
            await conn.execute(
                "INSERT INTO anchors (anchored_at, anchored_by, keeper, number, hash) VALUES ($1, $2, $3, $4, $5)",
                clock().now(),
                by,
                keeper.name,
                newest.number,
                newest.hash,
            )
        return line
    finally:
        await conn.close()


async def compared(
    service: str, checkpoints: Sequence[Checkpoint], keepers: Sequence[Keeper]
) -> tuple[int, list[Fault]]:
    """How many roots of a service its keepers have, and which of them its checkpoints do not bear out. KeeperAway."""
    known, faults = 0, list[Fault]()
    for keeper in keepers:
        for line in await keeper.kept(service):
            known += 1
            try:
                differing = disowned([line], {service: checkpoints})
            except (ValueError, KeyError):
                differing = [f"no root: {line[:80]!r}"]
            faults += [Fault(code="root_differs", told=f"{one} (kept by the {keeper.name})") for one in differing]
    return known, faults
