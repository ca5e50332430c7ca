"""A release's prefix stands before every name on the brokers; one that brokers or people would misread is refused."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from shared.contracts.kafka_names import LONGEST_PREFIX, KafkaNames, prefix_of
from shared.contracts.topics import EVENTS, PARKED, TOPICS
from shared.runtime.kafka_settings import KafkaNameSettings

SCHEMA = Path(__file__).parents[2] / "deploy" / "chart" / "referencement" / "values.schema.json"
STAGING = KafkaNames("staging.")


def test_without_a_prefix_names_are_those_of_the_contracts() -> None:
    assert [topic.name for topic in KafkaNames().topics()] == [topic.name for topic in TOPICS]
    assert KafkaNames().group("intake") == "referencement-intake"


def test_a_prefix_stands_before_every_topic_and_group() -> None:
    assert STAGING.topic(PARKED["intake"]) == "staging.referencement.intake.parked.v1"
    assert STAGING.group("decision") == "staging.referencement-decision"
    assert {topic.name.removeprefix("staging.") for topic in STAGING.topics()} == {topic.name for topic in TOPICS}
    assert [topic.partitions for topic in STAGING.topics()] == [topic.partitions for topic in TOPICS]


def test_a_topic_is_found_by_either_name() -> None:
    assert STAGING.named(EVENTS["intake"]) == STAGING.named("staging.referencement.intake.v1")
    assert STAGING.contracts_name("staging.referencement.intake.v1") == EVENTS["intake"]


def test_a_topic_of_another_release_has_no_name_in_the_contracts() -> None:
    assert STAGING.contracts_name("trial.referencement.intake.v1") not in {topic.name for topic in TOPICS}
    assert prefix_of("trial.referencement.intake.v1") == "trial."
    assert prefix_of("referencement.intake.v1") == ""
    assert prefix_of("orders") is None


USABLE = ("staging.", "a-", "Team_1_", "0.", "a" * (LONGEST_PREFIX - 1) + ".")
REFUSED = {
    "staging": "end with one of the three",
    ".staging.": "must begin with a letter or digit",
    "__": "must begin with a letter or digit",
    "stag ing.": "dots, hyphens and underscores only",
    "staging.\n": "dots, hyphens and underscores only",
    "préprod.": "dots, hyphens and underscores only",
    "staging/": "dots, hyphens and underscores only",
    "*.": "must begin with a letter or digit",
    "٣.": "must begin with a letter or digit",
    "a" * LONGEST_PREFIX + ".": "at most 213 leave room for the names of topics",
}


@pytest.mark.parametrize("prefix", USABLE)
def test_behind_the_longest_prefix_every_topic_still_has_a_name_that_kafka_takes(prefix: str) -> None:
    assert max(len(topic.name) for topic in KafkaNames(prefix).topics()) <= 249


@pytest.mark.parametrize(("prefix", "why"), REFUSED.items())
def test_another_prefix_is_refused_by_the_name_of_the_variable(
    monkeypatch: pytest.MonkeyPatch, prefix: str, why: str
) -> None:
    monkeypatch.setenv("KAFKA_PREFIX", prefix)

    with pytest.raises(ValidationError, match=why) as refused:
        KafkaNameSettings()

    assert [fault["loc"] for fault in refused.value.errors()] == [("kafka_prefix",)]


def test_the_chart_knows_the_same_bounds() -> None:
    """Which prefixes its schema refuses: tests/chart/test_prefix.py."""
    prefix = json.loads(SCHEMA.read_text("utf-8"))["properties"]["kafka"]["properties"]["prefix"]

    assert prefix["maxLength"] == LONGEST_PREFIX
