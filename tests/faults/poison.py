"""Records that no act can take, of every kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from uuid import UUID

from deploy.oracle.collection import SERVICES_BY_NAME
from shared.contracts.envelope import Envelope, Headers
from shared.contracts.registry import TYPES, WIRES
from shared.contracts.topics import EVENTS

LARGE = 1_035_000  # bytes: a broker takes it, a reader does not


@dataclass(frozen=True, slots=True)
class Poison:
    """One record to put on a topic."""

    kind: str
    topic: str
    key: bytes
    headers: Headers
    value: bytes | None


def listeners(topic: str) -> list[str]:
    """Which services read a topic."""
    return [name for name, service in SERVICES_BY_NAME.items() if topic in service.subscriptions.topics]


def heard_topics() -> list[str]:
    """The event topics that somebody reads."""
    return [topic for topic in EVENTS.values() if listeners(topic)]


def poisons(topic: str, dice: Random) -> list[Poison]:
    """One record of each kind, each under a key of its own."""
    made = []
    for kind, (changes, value) in KINDS.items():
        key = str(UUID(int=dice.getrandbits(128), version=4))
        headers = valid_headers(key, topic, dice)
        told = [(name, text) for name, text in {**headers, **changes}.items() if text is not None]
        made.append(Poison(kind, topic, key.encode(), [] if kind == "no headers" else told, value))
    return made


def valid_headers(key: str, topic: str, dice: Random) -> dict[str, bytes]:
    """The headers of an event that somebody listens to on this topic, without a signature."""
    type_ = next(
        WIRES[on.event].type for name in listeners(topic) for on in SERVICES_BY_NAME[name].subscriptions.ons
        if WIRES[on.event].topic == topic
    )  # fmt: skip
    envelope = Envelope(
        id=str(UUID(int=dice.getrandbits(128), version=4)), type=type_,
        source=WIRES[TYPES[type_]].source, subject=key, time=None, sequence=1,
        dossier=key, correlation=key, causation=None, programme=None, traceparent=None,
    )  # fmt: skip
    return dict(envelope.headers())


KINDS: Mapping[str, tuple[Mapping[str, bytes | None], bytes | None]] = {
    "not JSON": ({}, b"{oops"),
    "not UTF-8": ({}, b'{"dossier": "\xff\xfe"}'),
    "wrong shape": ({}, b'{"dossier": 5}'),
    "empty object": ({}, b"{}"),
    "no value": ({}, None),
    "too large": ({}, b" " * LARGE),
    "no headers": ({}, b"{}"),
    "headers not UTF-8": ({"ce_source": b"\xff"}, b"{}"),
    "a NUL in a header": ({"ce_dossierid": b"\0", "traceparent": b"\0"}, b"{}"),
    "unknown type": ({"ce_type": b"referencement.nobody.Nothing.v1"}, b"{}"),
    "unknown version": ({"ce_type": b"referencement.intake.ApplicationDeclaredAdmissible.v99"}, b"{}"),
    "unknown specversion": ({"ce_specversion": b"2.0"}, b"{}"),
    "no type": ({"ce_type": None}, b"{}"),
    "sequence is no number": ({"ce_sequence": b"many"}, b"{}"),
}
