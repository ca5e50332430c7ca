"""A record counts when the owner of its event signed it as it is; anything else is set aside with its own reason."""

import json
from datetime import UTC, datetime

import msgspec
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from services.catalogue.main import SERVICE
from shared.delivery.shell.messages import Incoming, Record, Unusable
from shared.signing.key_ring import KeyRing, kid_of, ring_key
from shared.signing.record_hash import record_hash
from shared.signing.signer import Signer
from shared.signing.verifier import Verifier
from tests.builders import some_id
from tests.catalogue.listing.events import granted
from tests.console.lay import record
from tests.signing.stranger import verify

SINCE = datetime(2020, 1, 1, tzinfo=UTC)
DECISION, SURVEILLANCE, OLD, NOBODY = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in range(1, 5))
RING = KeyRing(
    keys=(
        ring_key("decision", DECISION.public_key(), SINCE),
        ring_key("surveillance", SURVEILLANCE.public_key(), SINCE),
        replace(ring_key("decision", OLD.public_key(), SINCE), until=datetime(2026, 1, 1, tzinfo=UTC)),
    )
)
PUBLIC = json.loads(msgspec.json.encode(RING))
GRANTED = record(granted(), offset=7)


def signed(key: Ed25519PrivateKey, *records: Record) -> list[Record]:
    headers = Signer(key).sign([record_hash(one.topic, one.key, one.headers, one.value) for one in records])
    return [replace(one, headers=(*one.headers, ("signature", h))) for one, h in zip(records, headers, strict=True)]


def with_signature(header: bytes) -> Record:
    return replace(GRANTED, headers=(*GRANTED.headers, ("signature", header)))


def with_header(one: Record, name: str, value: bytes) -> Record:
    return replace(one, headers=tuple((n, value if n == name else v) for n, v in one.headers))


def outcome(one: Record, ring: KeyRing = RING) -> str:
    [message] = SERVICE.subscriptions.checked_by(Verifier(ring)).read(one)
    if isinstance(message, Incoming):
        return "taken"
    assert isinstance(message, Unusable)
    return message.reason


[GOOD] = signed(DECISION, GRANTED)
HEADER = dict(GOOD.headers)["signature"]
OTHERS = dict(signed(DECISION, record(granted()))[0].headers)["signature"]


@pytest.mark.parametrize("together", [1, 2, 3, 5, 63, 64, 65, 140])
def test_records_sent_together_are_all_taken_and_a_stranger_verifies_each(together: int) -> None:
    sent = signed(DECISION, *(record(granted(), key=some_id(f"dossier {n}")) for n in range(together)))

    assert [outcome(one) for one in sent] == ["taken"] * together
    assert {verify(PUBLIC, one.topic, one.key, one.headers, one.value) for one in sent} == {"decision"}


CHANGED = {
    "another value": replace(GOOD, value=(GOOD.value or b"").replace(b"not_required", b"passed")),
    "another time": with_header(GOOD, "ce_time", b"2026-03-10T09:00:01+00:00"),
    "another id": with_header(GOOD, "ce_id", some_id("other").encode()),
    "another programme": replace(GOOD, headers=(*GOOD.headers, ("ce_programmeversion", b"1.0.0"))),
}


@pytest.mark.parametrize("changed", CHANGED.values(), ids=CHANGED)
def test_a_record_that_was_changed_is_named_by_us_and_by_a_stranger(changed: Record) -> None:
    assert outcome(changed) == "signature_invalid"
    with pytest.raises(InvalidSignature):
        verify(PUBLIC, changed.topic, changed.key, changed.headers, changed.value)


REFUSED = {
    "no signature": (GRANTED, "unsigned"),
    "by surveillance, which may write the topic": (signed(SURVEILLANCE, GRANTED)[0], "signature_wrong_service"),
    "by a key that ended": (signed(OLD, GRANTED)[0], "signature_key_expired"),
    "by a key that nobody knows": (signed(NOBODY, GRANTED)[0], "signature_key_unknown"),
    "empty": (with_signature(b""), "signature_malformed"),
    "cut off": (with_signature(HEADER[:-1]), "signature_malformed"),
    "half a step": (with_signature(HEADER + b"\x00" * 5), "signature_malformed"),
    "a step to nowhere": (with_signature(HEADER + b"\x02" + b"\x00" * 32), "signature_malformed"),
    "a step too many": (with_signature(HEADER + b"\x00" * 33), "signature_invalid"),
    "a path without end": (with_signature(HEADER + b"\x00" * 33_000), "signature_malformed"),
    "another version": (with_signature(b"\x02" + HEADER[1:]), "signature_malformed"),
    "that of another record": (with_signature(OTHERS), "signature_invalid"),
    "two": (replace(GOOD, headers=(*GOOD.headers, ("signature", HEADER))), "signature_malformed"),
    "zeros under decision's key id": (
        with_signature(bytes((1, 16)) + kid_of(DECISION.public_key()).encode() + bytes(64)),
        "signature_invalid",
    ),
}


@pytest.mark.parametrize(("forged", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_its_owner_did_not_sign_is_set_aside_with_its_reason(forged: Record, reason: str) -> None:
    assert outcome(forged) == reason


def test_records_from_before_the_upgrade_are_taken_by_offset_whatever_time_they_claim() -> None:
    ring = replace(RING, unsigned={GRANTED.topic: {"0": 8}})

    assert outcome(GRANTED, ring) == "taken"
    assert outcome(replace(GRANTED, offset=8), ring) == "unsigned"
    assert outcome(replace(GRANTED, partition=1), ring) == "unsigned"


def test_while_an_upgrade_goes_on_unsigned_records_are_taken_but_no_wrong_signature() -> None:
    ring = replace(RING, unsigned="accepted")

    assert outcome(GRANTED, ring) == "taken"
    assert outcome(signed(SURVEILLANCE, GRANTED)[0], ring) == "signature_wrong_service"


def test_a_key_holds_for_what_it_signed_before_its_end() -> None:
    early = record(granted(), at="2025-12-31T23:59:59+00:00")

    assert outcome(signed(OLD, early)[0]) == "taken"
