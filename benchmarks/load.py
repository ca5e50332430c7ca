"""What the contenders carry: the same bodies of about 1 KB, and on Kafka the same records on the same topics."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

import uuid_utils

from shared.contracts.envelope import Envelope, Headers
from shared.signing.header import NAME as SIGNATURE
from shared.signing.record_hash import record_hash
from shared.signing.signer import TOGETHER, Signer

HOPS = 5
PARTITIONS = 3
BODY_BYTES = 1000
TYPE = "referencement.hop.Arrived.v1"
FILED_AT = datetime(2026, 1, 1, tzinfo=UTC)
SAMPLED_IN = 10
"""One dossier in so many is traced."""


class Filed(NamedTuple):
    """One dossier as it lies on the first topic."""

    key: bytes
    value: bytes
    headers: Headers


def topic(number: int) -> str:
    """The topic before hop `number`; topic(HOPS) is the end."""
    return f"referencement.hop{number}.v1"


def key(run: str, number: int) -> str:
    """The id of the n-th dossier of a run; as in the product, ids follow no order."""
    return str(uuid5(NAMESPACE_URL, f"{run}/{number}"))


def content() -> str:
    """Fills a body to about 1 KB, as a dossier's facts and answers would."""
    return json.dumps({f"URB-{n:02d}": "deux_facteurs" for n in range(40)})[: BODY_BYTES - 120]


def filed(run: str, numbers: range) -> Iterator[Filed]:
    """The records of a run: CloudEvents in binary mode, one in ten in a recorded trace."""
    body = content()
    for number in numbers:
        id_, dossier = str(uuid_utils.uuid7()), key(run, number)
        envelope = Envelope(
            id=id_, type=TYPE, source="/referencement/load", subject=dossier, time=FILED_AT, sequence=1,
            dossier=dossier, correlation=id_, causation=None, programme=None, traceparent=_traceparent(number),
        )  # fmt: skip
        value = json.dumps({"dossier": dossier, "content": body}).encode()
        yield Filed(dossier.encode(), value, envelope.headers())


def signed(records: Iterable[Filed], signer: Signer) -> Iterator[Filed]:
    """The same, signed as a relay signs what it sends together."""
    for some in batched(records, TOGETHER):
        signatures = signer.sign([record_hash(topic(0), one.key, one.headers, one.value) for one in some])
        for one, signature in zip(some, signatures, strict=True):
            yield one._replace(headers=[*one.headers, (SIGNATURE, signature)])


def batched(records: Iterable[Filed], size: int) -> Iterator[list[Filed]]:
    """In lists of at most `size`."""
    left = iter(records)
    while some := list(islice(left, size)):
        yield some


def _traceparent(number: int) -> str:
    sampled = "01" if number % SAMPLED_IN == 0 else "00"
    return f"00-{number + 1:032x}-{number + 1:016x}-{sampled}"
