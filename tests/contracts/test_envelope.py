"""CloudEvents in Kafka headers: what is written is read again, what is not ours is refused with a reason."""

from datetime import UTC, datetime

import pytest

from shared.contracts.envelope import MAX_VALUE_BYTES, Envelope, Headers, Unreadable, read_envelope, read_event
from shared.contracts.intake import PriorRequestValidated
from shared.contracts.vocabulary import DossierId

FULL = Envelope(
    id="0197a1c2-6f00-7c3d-9e1b-2a4b6c8d0e1f",
    type="referencement.intake.PriorRequestValidated.v1",
    source="/referencement/intake",
    subject="0197a1c2-5d3e-7a10-8b4f-6c2d1e0f9a87",
    time=datetime(2026, 3, 2, 8, 15, tzinfo=UTC),
    sequence=2,
    dossier="0197a1c2-5d3e-7a10-8b4f-6c2d1e0f9a87",
    correlation="5e0b7c1a-9d24-5f86-a3b1-c7d2e4f60819",
    causation="5e0b7c1a-9d24-5f86-a3b1-c7d2e4f60820",
    programme="3.0.0",
    traceparent="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
)


def with_header(name: str, value: bytes) -> Headers:
    return [(one, old) for one, old in FULL.headers() if one != name] + [(name, value)]


def without(*names: str) -> Headers:
    return [(name, value) for name, value in FULL.headers() if name not in names]


def reason(headers: Headers) -> str:
    with pytest.raises(Unreadable) as caught:
        read_envelope(headers)
    return caught.value.reason


def body_reason(type_: str, value: bytes | None) -> str:
    with pytest.raises(Unreadable) as caught:
        read_event(type_, value)
    return caught.value.reason


def test_what_is_written_is_read_again() -> None:
    assert read_envelope(FULL.headers()) == FULL


def test_an_envelope_with_the_least_is_its_own_correlation() -> None:
    read = read_envelope(without("ce_time", "ce_sequence", "ce_dossierid", "ce_correlationid", "ce_causationid",
                                 "ce_programmeversion", "traceparent", "content-type"))  # fmt: skip

    assert read.correlation == "0197a1c2-6f00-7c3d-9e1b-2a4b6c8d0e1f"
    assert (read.time, read.sequence, read.dossier, read.causation) == (None, 0, None, None)


@pytest.mark.parametrize("name", ["ce_specversion", "ce_id", "ce_source", "ce_type", "ce_subject"])
def test_a_required_attribute_that_is_missing_or_empty_is_named(name: str) -> None:
    with pytest.raises(Unreadable, match=f"^missing_headers: {name}$"):
        read_envelope(without(name))
    with pytest.raises(Unreadable, match=f"^missing_headers: {name}$"):
        read_envelope(with_header(name, b""))


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([], "missing_headers"),
        (with_header("ce_specversion", b"0.3"), "unknown_specversion"),
        (with_header("ce_time", b"yesterday"), "bad_headers"),
        (with_header("ce_sequence", b"second"), "bad_headers"),
        (with_header("ce_sequence", b"9" * 5000), "bad_headers"),
        (with_header("ce_dossierid", b"\xff\xfe"), "bad_headers"),
        (with_header("x-other", b"\xc3\x28"), "bad_headers"),
    ],
    ids=["none", "version", "time", "sequence", "sequence without end", "dossier no UTF-8", "other no UTF-8"],
)
def test_headers_that_are_not_ours_are_refused(headers: Headers, expected: str) -> None:
    assert reason(headers) == expected


@pytest.mark.parametrize(
    ("type_", "value", "expected"),
    [
        ("referencement.intake.PriorRequestValidated.v2", b"{}", "unknown_type"),
        ("referencement.intake.Unheard.v1", b"{}", "unknown_type"),
        (FULL.type, None, "bad_body"),
        (FULL.type, b"", "bad_body"),
        (FULL.type, b"not json", "bad_body"),
        (FULL.type, b"\xff\xfe{}", "bad_body"),
        (FULL.type, b"[]", "bad_body"),
        (FULL.type, b"{}", "bad_body"),
        (FULL.type, b'{"dossier": 7}', "bad_body"),
        (FULL.type, b'{"dossier": "a\\u0000"}', "bad_body"),
        (FULL.type, b'{"dossier": "\\\\\\u0000"}', "bad_body"),
        (FULL.type, b'{"dossier": "' + b"a" * MAX_VALUE_BYTES + b'"}', "too_large"),
        (FULL.type, b'{"dossier": ' + b"[" * 100_000, "bad_body"),
    ],
    ids=[
        "version",
        "type",
        "null",
        "empty",
        "text",
        "no UTF-8",
        "array",
        "nothing in it",
        "number",
        "NUL",
        "NUL after a backslash",
        "2 MB",
        "depth",
    ],
)
def test_bodies_that_are_not_ours_are_refused(type_: str, value: bytes | None, expected: str) -> None:
    assert body_reason(type_, value) == expected


def test_a_backslash_before_u0000_is_no_nul() -> None:
    event = read_event(FULL.type, b'{"dossier": "\\\\u0000 and \\\\\\\\u0000"}')

    assert event == PriorRequestValidated(dossier=DossierId("\\u0000 and \\\\u0000"))
