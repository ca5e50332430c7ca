"""Whether a record comes from where its event may come from: its own topic, its own service, under its own subject."""

from shared.contracts.envelope import Envelope, Unreadable
from shared.contracts.kafka_names import KafkaNames
from shared.contracts.registry import TYPES, WIRES, Wire


def check_origin(envelope: Envelope, topic: str, key: bytes, names: KafkaNames) -> None:
    """Unreadable: wrong_topic, wrong_source, wrong_key. What is said of a type that nobody knows is not judged here.

    `topic` is what the brokers call it: that of another release is a wrong one.
    """
    wire = known_wire(envelope)
    if wire is None:
        return
    if (owned := names.topic(wire.topic)) != topic:
        raise Unreadable("wrong_topic", f"{wire.type} belongs on {owned}")
    if envelope.source != wire.source:
        raise Unreadable("wrong_source", f"{wire.type} comes from {wire.source}, not from {envelope.source[:200]}")
    if key != envelope.subject.encode():
        raise Unreadable("wrong_key", f"the key is not the subject {envelope.subject[:200]}")


def check_subject(envelope: Envelope, event: object) -> None:
    """Unreadable: wrong_subject, the event tells of another aggregate than the one in whose order it stands."""
    field = WIRES[type(event)].subject
    if field is not None and getattr(event, field) != envelope.subject:
        raise Unreadable("wrong_subject", f"{field} in the body is not the subject {envelope.subject[:200]}")


def known_wire(envelope: Envelope) -> Wire | None:
    """How events of this type travel; None: nobody knows it."""
    cls = TYPES.get(envelope.type)
    return None if cls is None else WIRES[cls]
