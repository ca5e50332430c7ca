"""Golden examples: what was once on a topic is readable for ever, and is still what is written."""

from collections import Counter

import msgspec
import pytest

from shared.contracts.envelope import encode, read_envelope, read_event
from shared.contracts.publishing.drafts import optional
from shared.contracts.publishing.golden import Example, examples
from shared.contracts.publishing.places import every_event
from shared.contracts.registry import TYPES, WIRES

EXAMPLES = examples()
IN_FULL = [one for one in EXAMPLES if one.name == one.type]


def named(example: Example) -> str:
    return example.name.removeprefix("referencement.")


def test_every_event_has_an_example_in_full() -> None:
    assert [one.type for one in IN_FULL] == [wire.type for _, wire in every_event()]


def test_an_event_with_optional_fields_has_an_example_without_them() -> None:
    least = {one.type for one in EXAMPLES if one.name == f"{one.type}.least"}

    assert least == {wire.type for event, wire in every_event() if optional(event)}


@pytest.mark.parametrize("example", EXAMPLES, ids=named)
def test_an_example_is_readable(example: Example) -> None:
    event = read_event(example.type, example.value)

    assert type(event) is TYPES[example.type]


@pytest.mark.parametrize("example", IN_FULL, ids=named)
def test_what_is_written_today_is_the_example(example: Example) -> None:
    event = read_event(example.type, example.value)

    assert msgspec.json.decode(encode(event)) == example.body


@pytest.mark.parametrize("example", EXAMPLES, ids=named)
def test_the_headers_of_an_example_are_those_that_are_written(example: Example) -> None:
    envelope = read_envelope(example.raw_headers)

    assert envelope.headers() == example.raw_headers


@pytest.mark.parametrize("example", EXAMPLES, ids=named)
def test_an_example_lies_where_its_event_travels(example: Example) -> None:
    wire = WIRES[TYPES[example.type]]

    assert (example.topic, example.headers["ce_source"]) == (wire.topic, f"/referencement/{wire.service}")
    assert example.key == example.headers["ce_subject"]


def test_a_reader_ignores_fields_that_it_does_not_know() -> None:
    value = b'{"dossier": "0197a1c2-5d3e-7a10-8b4f-6c2d1e0f9a87", "added_later": {"deep": [1]}}'

    event = read_event("referencement.intake.PriorRequestValidated.v1", value)

    assert encode(event) == b'{"dossier":"0197a1c2-5d3e-7a10-8b4f-6c2d1e0f9a87"}'


def test_no_two_classes_share_a_type() -> None:
    counted = Counter(wire.type for wire in WIRES.values())

    assert [type_ for type_, times in counted.items() if times > 1] == []
