"""Decisions that nobody took, straight onto the decision topic: what lies there when listings are granted."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from aiokafka import AIOKafkaProducer

import shared.contracts
from shared.acts.moment import derived_id
from shared.calendar.periods import anniversary
from shared.contracts.topics import EVENTS

EXAMPLES = Path(shared.contracts.__file__).with_name("examples")
ON_THE_WAY = (
    "FavourableOpinionIssued",
    "ConventionSignedByPublisher",
    "ConventionCountersigned",
    "ConventionEnteredIntoForce",
)
"""What a case tells before the grant; the catalogue passes over it."""
GRANT = "ListingGranted"
Record = tuple[bytes, bytes, list[tuple[str, bytes]]]


def listing_of(dossier: str) -> str:
    """The listing that a grant for the dossier is about."""
    return derived_id("listing", dossier)


async def decide(bootstrap_servers: str, dossiers: int, today: date, *, way: bool) -> list[str]:
    """So many grants, with all that comes before each if `way`; the dossiers' ids."""
    names = [str(uuid4()) for _ in range(dossiers)]
    kinds = [_example(kind) for kind in ((*ON_THE_WAY, GRANT) if way else (GRANT,))]
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap_servers, acks="all", linger_ms=5, max_batch_size=2**18)
    await producer.start()
    try:
        for name in names:
            for key, value, headers in _case(kinds, name, today):
                await producer.send(EVENTS["decision"], value, key=key, headers=headers)
    finally:
        await producer.stop()
    return names


def _case(kinds: list[dict[str, Any]], dossier: str, today: date) -> Iterator[Record]:
    for number, kind in enumerate(kinds, 1):
        told = {"ce_id": str(uuid4()), "ce_subject": dossier, "ce_dossierid": dossier, "ce_sequence": str(number)}
        body = {**kind["body"], "dossier": dossier}
        if "listing" in body:
            body |= {"listing": listing_of(dossier), "decided_on": today, "ends_on": anniversary(today, 12)}
        headers = [(name, value.encode()) for name, value in {**kind["headers"], **told}.items()]
        yield dossier.encode(), json.dumps(body, default=str).encode(), headers


def _example(kind: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EXAMPLES / f"referencement.decision.{kind}.v1.json").read_text())
    return found
