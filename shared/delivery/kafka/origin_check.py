"""Who sent a record: the service that owns the event, on its own topic, under its own signature."""

from shared.contracts.envelope import Envelope, Unreadable
from shared.contracts.kafka_names import KafkaNames
from shared.contracts.origin import check_origin, known_wire
from shared.contracts.registry import WIRES
from shared.delivery.shell.messages import Record
from shared.signing.verifier import Verifier

NOT_THE_OWNERS = frozenset(
    {
        "wrong_topic",
        "wrong_source",
        "wrong_key",
        "unsigned",
        "signature_malformed",
        "signature_key_unknown",
        "signature_invalid",
        "signature_wrong_service",
    }
)
"""Reasons for which a record does not come from the service in whose order it stands, as far as can be known.

Nothing waits behind it: else whoever may write a topic could stop any dossier. Should the ring only have been behind,
late_keys.py gives the record another reason as soon as its key is known. A key that has ended is none of them: after a
change of keys the owner itself may be meant.
"""


def check_sender(record: Record, envelope: Envelope, verifier: Verifier | None, names: KafkaNames) -> None:
    """Unreadable: see check_origin and check_signature."""
    check_origin(envelope, record.topic, record.key, names)
    check_signature(record, envelope, verifier)


def check_signature(record: Record, envelope: Envelope, verifier: Verifier | None) -> None:
    """Unreadable: see Verifier.check. Without a verifier signatures are not looked at."""
    wire = known_wire(envelope)
    if verifier is None or wire is None:
        return
    verifier.check(wire.service, _place(record), record.key, record.headers, record.value, envelope.time)


def sender_first(record: Record, error: Unreadable, verifier: Verifier | None, names: KafkaNames) -> Unreadable:
    """Why a record is not taken: that its owner did not send it, where that is so, before what is wrong inside it."""
    owner = next((wire.service for wire in WIRES.values() if names.topic(wire.topic) == record.topic), None)
    if verifier is None or owner is None or error.reason in NOT_THE_OWNERS:
        return error
    try:
        verifier.signer(owner, _place(record), record.key, record.headers, record.value)
    except Unreadable as found:
        if found.reason in NOT_THE_OWNERS:
            return Unreadable(found.reason, f"{found.detail}; {error.reason}: {error.detail}")
    return error


def _place(record: Record) -> tuple[str, int, int]:
    return record.topic, record.partition, record.offset
