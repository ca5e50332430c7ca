"""Who sent a record: the service that owns the event, on its own topic, under its own signature."""

from shared.contracts.envelope import Envelope
from shared.contracts.origin import check_origin, known_wire
from shared.delivery.incoming import Record
from shared.signing.verifier import Verifier


def check_sender(record: Record, envelope: Envelope, verifier: Verifier | None) -> None:
    """Unreadable: see check_origin and Verifier.check. Without a verifier signatures are not looked at."""
    check_origin(envelope, record.topic, record.key)
    wire = known_wire(envelope)
    if verifier is None or wire is None:
        return
    place = (record.topic, record.partition, record.offset)
    verifier.check(wire.service, place, record.key, record.headers, record.value, envelope.time)
