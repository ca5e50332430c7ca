"""CloudEvents 1.0 on Kafka, binary mode: attributes as `ce_` headers, the JSON body alone as value.

Written here rather than taken from the `cloudevents` package: that one parses into pydantic models, which costs more
than the whole batched step; the binding itself is the twenty lines below.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec

from shared.contracts.attributes import Unreadable, attributes, bad, sequence_of, time_of
from shared.contracts.dates import contradiction
from shared.contracts.registry import TYPES
from shared.contracts.strict_json import DuplicateKey, refuse_duplicate_keys

Headers = list[tuple[str, bytes]]
MAX_VALUE_BYTES = 1_000_000
MAX_RECORD_BYTES = 1_040_000
"""Key, headers and value of what we send; brokers take a little more than 1 MiB unless told otherwise."""
_REQUIRED = ("ce_specversion", "ce_id", "ce_source", "ce_type", "ce_subject")
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_decoders: dict[str, msgspec.json.Decoder[Any]] = {}
__all__ = [
    "MAX_RECORD_BYTES", "MAX_VALUE_BYTES", "Envelope", "Headers", "Unreadable", "encode", "holds_nul", "read_envelope",
    "read_event",
]  # fmt: skip
encode = msgspec.json.Encoder(order=None).encode


class Envelope(msgspec.Struct, frozen=True):
    """The context attributes of one event. A msgspec struct: a frozen dataclass takes twenty times as long to make."""

    id: str
    type: str
    source: str
    subject: str
    time: datetime | None
    sequence: int
    dossier: str | None
    correlation: str
    causation: str | None
    programme: str | None
    traceparent: str | None

    def headers(self) -> Headers:
        """The Kafka headers, in a fixed order; absent attributes are left out."""
        pairs: Iterable[tuple[str, str | None]] = (
            ("content-type", "application/json"),
            ("ce_specversion", "1.0"),
            ("ce_id", self.id),
            ("ce_source", self.source),
            ("ce_type", self.type),
            ("ce_subject", self.subject),
            ("ce_time", _instant(self.time) if self.time else None),
            ("ce_sequence", str(self.sequence)),
            ("ce_dossierid", self.dossier),
            ("ce_correlationid", self.correlation),
            ("ce_causationid", self.causation),
            ("ce_programmeversion", self.programme),
            ("traceparent", self.traceparent),
        )
        return [(name, value.encode()) for name, value in pairs if value is not None]


@lru_cache(maxsize=16)
def _instant(time: datetime) -> str:
    """The same for all events of a batch, and dear to format."""
    return time.isoformat()


def read_envelope(headers: Iterable[tuple[str, bytes | None]]) -> Envelope:
    """Parse the headers. Unreadable: missing_headers, bad_headers, unknown_specversion."""
    found = attributes(headers)
    missing = [name for name in _REQUIRED if not found.get(name)]
    if missing:
        raise Unreadable("missing_headers", ", ".join(missing))
    if not all(found.values()):
        raise bad(next(name for name, text in found.items() if not text), "has no value")
    if found["ce_specversion"] != "1.0":
        raise Unreadable("unknown_specversion", found["ce_specversion"])
    time, sequence = time_of(found.get("ce_time")), sequence_of(found.get("ce_sequence", "0"))
    return Envelope(
        id=found["ce_id"],
        type=found["ce_type"],
        source=found["ce_source"],
        subject=found["ce_subject"],
        time=time,
        sequence=sequence,
        dossier=found.get("ce_dossierid"),
        correlation=found.get("ce_correlationid", found["ce_id"]),
        causation=found.get("ce_causationid"),
        programme=found.get("ce_programmeversion"),
        traceparent=found.get("traceparent"),
    )


def holds_nul(json: bytes) -> bool:
    """Whether a text in this JSON holds a NUL (escaped, as JSON wants it; a backslash before "u0000" is none).

    Seen at the door, because the database sees only what is left at the end of a batch.
    """
    return b"\\u0000" in json and _NUL.search(json) is not None


def read_event(type_: str, value: bytes | None) -> object:
    """Decode the body of a known type; unknown fields are ignored.

    Unreadable: unknown_type, too_large, bad_body, duplicate_key, dates_contradict.
    """
    cls = TYPES.get(type_)
    if cls is None:
        raise Unreadable("unknown_type", type_)
    if value is None:
        raise Unreadable("bad_body", "no value")
    if len(value) > MAX_VALUE_BYTES:
        raise Unreadable("too_large", f"{len(value)} bytes, at most {MAX_VALUE_BYTES}")
    if holds_nul(value):
        raise Unreadable("bad_body", "a text holds a NUL, which no database keeps")
    decoder = _decoders.get(type_)
    if decoder is None:
        decoder = _decoders[type_] = msgspec.json.Decoder(cls)
    event = _decoded(decoder, value)
    if wrong := contradiction(event):
        raise Unreadable("dates_contradict", wrong)
    return event


def _decoded(decoder: msgspec.json.Decoder[object], value: bytes) -> object:
    try:
        event = decoder.decode(value)
        if encode(event) != value:  # written as we write it, no key can stand twice; looking it up costs ten times more
            refuse_duplicate_keys(value)
    except DuplicateKey as error:
        raise Unreadable("duplicate_key", str(error)) from None
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise Unreadable("bad_body", str(error)) from None
    return event
