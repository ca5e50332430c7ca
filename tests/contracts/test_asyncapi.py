"""The public document says what travels where, in AsyncAPI 3."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from faststream.specification.asyncapi.v3_0_0.schema import ApplicationSchema

from shared.contracts.envelope import Envelope
from shared.contracts.publishing.asyncapi import ABSENT_AT_TIMES, HEADERS
from shared.contracts.publishing.places import ASYNCAPI, every_event


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ASYNCAPI.read_text("utf-8"))
    return found


def references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, one in value.items():
            if name == "$ref":
                yield one
            else:
                yield from references(one)
    if isinstance(value, list):
        for one in value:
            yield from references(one)


def test_every_event_is_a_message_on_the_channel_of_its_topic(document: dict[str, Any]) -> None:
    shown = {
        (channel["address"], document["components"]["messages"][name]["name"])
        for channel in document["channels"].values()
        for name in channel["messages"]
    }

    assert shown == {("{prefix}" + wire.topic, wire.type) for _, wire in every_event()}


def test_the_prefix_of_a_release_is_a_parameter_of_every_address_and_none_by_default(document: dict[str, Any]) -> None:
    named = {
        reference["$ref"] for channel in document["channels"].values() for reference in channel["parameters"].values()
    }

    assert named == {"#/components/parameters/prefix"}
    assert document["components"]["parameters"]["prefix"]["default"] == ""


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    for reference in set(references(document)):
        place: Any = document
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]


def test_every_message_has_words_and_an_example(document: dict[str, Any]) -> None:
    bare = [n for n, m in document["components"]["messages"].items() if not m["summary"] or not m["examples"]]

    assert bare == []


def test_a_state_topic_is_said_to_be_compacted(document: dict[str, Any]) -> None:
    configuration = document["channels"]["referencement.decisions.v1"]["bindings"]["kafka"]["topicConfiguration"]

    assert configuration == {"cleanup.policy": ["compact"]}


def test_the_headers_described_are_those_that_are_written() -> None:
    full = Envelope("i", "t", "s", "b", None, 1, "d", "c", "a", "p", "w")
    bare = Envelope("i", "t", "s", "b", None, 1, None, "c", None, None, None)

    assert {name for name, _ in full.headers()} | {"ce_time", "signature"} == set(HEADERS)
    left_out = {name for name, _ in full.headers()} - {name for name, _ in bare.headers()}
    assert left_out | {"signature"} == ABSENT_AT_TIMES


def test_another_reader_of_asyncapi_reads_it(document: dict[str, Any]) -> None:
    read = ApplicationSchema.model_validate(document)

    assert len(read.channels) == len(document["channels"])
