"""What comparisons found, and which gaps were accepted: kept in the database concerned, where metrics find it."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from hashlib import sha256

import msgspec

from shared.contracts.topics import SERVICES
from shared.delivery.recovery.gaps import Gap
from shared.delivery.recovery.installation import Installation
from shared.delivery.shell.effects import storable

Accepted = dict[bytes, str]
"""Digest of a gap to who accepted it, and why."""


def digest_of(gap: Gap) -> bytes:
    """Stands for a gap as it is: what has changed since is another one."""
    return sha256(msgspec.json.encode(asdict(gap))).digest()


async def accepted_gaps(installation: Installation) -> Accepted:
    """All that were accepted."""
    found: Accepted = {}
    for service in SERVICES:
        conn = await installation.connect_reading(service)
        try:
            for row in await conn.fetch("SELECT gap, accepted_by, reason FROM accepted_gaps ORDER BY id"):
                found[row["gap"]] = f"accepted by {row['accepted_by']}: {row['reason']}"
        finally:
            await conn.close()
    return found


async def accept_gaps(installation: Installation, gaps: Sequence[Gap], by: str, reason: str) -> None:
    """Accept them: of a service all, or none."""
    now = installation.clock().now()
    for service in sorted({gap.service for gap in gaps}):
        conn = await installation.connect(service)
        try:
            await conn.executemany(
                "INSERT INTO accepted_gaps (accepted_at, accepted_by, reason, gap, said) VALUES ($1, $2, $3, $4, $5)",
                [
                    (now, by, reason, digest_of(gap), storable(gap.said()))
                    for gap in gaps if gap.service == service
                ],
            )  # fmt: skip
        finally:
            await conn.close()


async def keep_result(
    installation: Installation, gaps: Sequence[Gap], accepted: Accepted, by: str, seconds: float
) -> None:
    """Keep what was found in each database."""
    for service in SERVICES:
        own = [gap for gap in gaps if gap.service == service]
        kinds = Counter(str(gap.kind) for gap in own if digest_of(gap) not in accepted)
        conn = await installation.connect_reading(service)
        try:
            await conn.execute(
                "INSERT INTO reconciliations (compared_at, compared_by, seconds, gaps, accepted) "
                "VALUES ($1, $2, $3, $4::jsonb, $5)",
                installation.clock().now(), by, seconds, json.dumps(kinds), len(own) - kinds.total(),
            )  # fmt: skip
        finally:
            await conn.close()
