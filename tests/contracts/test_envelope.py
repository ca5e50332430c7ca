"""CloudEvents in Kafka headers: what is written is read again, what is not ours is refused with a reason."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts import envelope
from shared.contracts.attributes import ATTRIBUTES
from shared.contracts.decision.sanction import SuspensionOrdered
from shared.contracts.envelope import (
    MAX_RECORD_BYTES,
    MAX_VALUE_BYTES,
    Envelope,
    Headers,
    Unreadable,
    encode,
    read_envelope,
    read_event,
)
from shared.contracts.intake.prior_request import PriorRequestValidated
from shared.contracts.registry import WIRES
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
    ],
    ids=["none", "version", "time", "sequence", "sequence without end", "dossier no UTF-8"],
)
def test_headers_that_are_not_ours_are_refused(headers: Headers, expected: str) -> None:
    assert reason(headers) == expected


FOREIGN: Headers = [
    ("__replicator_id", b"\x00\x01\xff\xfe"),
    ("x-nothing", None),  # type: ignore[list-item]  # Kafka allows a null, our own type for headers does not
    ("x-twice", b"\xc3\x28"),
    ("x-twice", b"again"),
    ("ce_partitionkey", b"\xff"),
    ("baggage", b"a" * 100_000),
]


@pytest.mark.parametrize("foreign", FOREIGN, ids=[name for name, _ in FOREIGN])
def test_headers_of_somebody_else_do_not_matter(foreign: tuple[str, bytes]) -> None:
    assert read_envelope([foreign, *FULL.headers(), foreign]) == FULL


@pytest.mark.parametrize(
    ("name", "value", "detail"),
    [
        ("ce_correlationid", b"c" * 257, "ce_correlationid has 257 characters, at most 256"),
        ("ce_correlationid", b"c" * 1_040_000, "ce_correlationid has 1040000 characters, at most 256"),
        ("ce_id", b"i" * 300, "ce_id has 300 characters, at most 256"),
        ("ce_source", b"/referencement\x1b[2J", "ce_source holds control characters"),
        ("ce_programmeversion", "3.0\u202e.0".encode(), "ce_programmeversion holds control characters"),
        ("ce_subject", b"a\nb", "ce_subject holds control characters"),
        ("ce_dossierid", b"\xff", "ce_dossierid is no UTF-8: invalid start byte at byte 0"),
        ("ce_type", b"\xff", "ce_type is no UTF-8: invalid start byte at byte 0"),
        ("ce_causationid", b"", "ce_causationid has no value"),
        ("ce_sequence", b"-1", "ce_sequence is no number from 0 to 2147483647: -1"),
        ("ce_sequence", b"1_0", "ce_sequence is no number from 0 to 2147483647: 1_0"),
        ("ce_sequence", b"2147483648", "ce_sequence is above 2147483647: 2147483648"),
        ("ce_time", b"2026-03-02T08:15:00", "ce_time needs an offset and a year from 2000 to 2199: 2026-03-02"),
        ("ce_time", b"0001-01-01T00:00:00Z", "ce_time needs an offset and a year from 2000 to 2199"),
    ],
)  # fmt: skip
def test_an_attribute_out_of_its_bounds_is_refused_by_name(name: str, value: bytes, detail: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_envelope(with_header(name, value))

    assert (caught.value.reason, caught.value.detail[: len(detail)]) == ("bad_headers", detail)


@pytest.mark.parametrize("name", ["content-type", "ce_id", "ce_time", "traceparent"])
def test_an_attribute_that_stands_twice_is_refused_by_name(name: str) -> None:
    with pytest.raises(Unreadable, match=f"^bad_headers: {name} stands twice$"):
        read_envelope([*FULL.headers(), (name, dict(FULL.headers())[name])])


@pytest.mark.parametrize(
    "value",
    [b"garbage", b"", b"00-%s-00f067aa0ba902b7-01" % (b"0" * 32), b"z" * 200_000, b"\xff\xfe", b"00-\x00-01", b"a\nb"],
    ids=["a word", "nothing", "zeros", "long", "no UTF-8", "a NUL", "a line feed"],
)
def test_a_traceparent_outside_its_grammar_counts_as_none(value: bytes) -> None:
    assert read_envelope(with_header("traceparent", value)).traceparent is None


@given(
    st.sampled_from(sorted(ATTRIBUTES - {"ce_specversion", "ce_time", "ce_sequence", "traceparent"})),
    st.text(max_size=300),
)
def test_whatever_is_taken_is_small_enough_to_be_sent_on(name: str, text: str) -> None:
    try:
        taken = read_envelope(with_header(name, text.encode("utf-8", "surrogatepass")))
    except Unreadable:
        return

    size = sum(len(header) + len(value) for header, value in taken.headers())
    assert size < MAX_RECORD_BYTES - MAX_VALUE_BYTES - 10_000


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


EXAMPLES = Path(envelope.__file__).parent / "examples"
ORDER = json.loads((EXAMPLES / "referencement.decision.SuspensionOrdered.v1.json").read_bytes())["body"]


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b'{"dossier": "a", "dossier": "b"}', "the key 'dossier' stands twice in one object"),
        (b'{"dossier": "a", "d\\u006fssier": "b"}', "the key 'dossier' stands twice in one object"),
        (b'{"dossier": "a", "unknown": [{"k": 1e5, "k": 1}]}', "the key 'k' stands twice in one object"),
        (b'{"unknown": 1, "dossier": "a", "unknown": 2}', "the key 'unknown' stands twice in one object"),
    ],
)
def test_a_key_that_stands_twice_is_named(body: bytes, detail: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_event(FULL.type, body)

    assert (caught.value.reason, caught.value.detail) == ("duplicate_key", detail)


def test_equal_keys_in_different_objects_are_fine() -> None:
    body = b'{"dossier" : "a", "unknown": [{"dossier": 1e5}, {"dossier": 0.1}]}'

    assert read_event(FULL.type, body) == PriorRequestValidated(dossier=DossierId("a"))


@pytest.mark.parametrize(
    ("ordered_on", "ends_on", "detail"),
    [
        ("2026-06-15", "2026-06-14", "ends_on 2026-06-14 is before ordered_on 2026-06-15"),
        ("2026-06-15", "0001-01-01", "ends_on is 0001-01-01: from the year 1900 to 2999 only"),
        ("9999-12-31", "9999-12-31", "ordered_on is 9999-12-31: from the year 1900 to 2999 only"),
    ],
)
def test_dates_that_contradict_each_other_are_refused(ordered_on: str, ends_on: str, detail: str) -> None:
    order = {**ORDER, "ordered_on": ordered_on, "ends_on": ends_on}

    with pytest.raises(Unreadable) as caught:
        read_event(WIRES[SuspensionOrdered].type, encode(order))

    assert (caught.value.reason, caught.value.detail) == ("dates_contradict", detail)


def test_a_backslash_before_u0000_is_no_nul() -> None:
    event = read_event(FULL.type, b'{"dossier": "\\\\u0000 and \\\\\\\\u0000"}')

    assert event == PriorRequestValidated(dossier=DossierId("\\u0000 and \\\\u0000"))
