"""Answers to requests for many things: what a broker refused is named, one by one."""

from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka.errors import KafkaError, TopicAlreadyExistsError

from shared.delivery.kafka.broker_answers import (
    BrokerRefused,
    refused_topics,
    require_groups,
    require_resources,
    require_topics,
)

CREATED = SimpleNamespace(topic_errors=[("a", 0, None), ("b", 36, "there"), ("c", 38, "3 brokers are needed")])


def test_topics_are_told_with_the_brokers_error_and_words() -> None:
    assert refused_topics(CREATED) == {
        "b": "TopicAlreadyExists (36): there",
        "c": "InvalidReplicationFactor (38): 3 brokers are needed",
    }
    assert refused_topics(CREATED, only=TopicAlreadyExistsError) == {"b": "TopicAlreadyExists (36): there"}


def test_an_older_answer_without_words_is_read_too() -> None:
    with pytest.raises(BrokerRefused, match=r"delete: a: UnknownTopicOrPartition \(3\)"):
        require_topics("delete", SimpleNamespace(topic_error_codes=[("a", 3), ("b", 0)]))


def described(code: int) -> list[Any]:
    """Code, words, kind and name, as brokers answer for configurations."""
    return [SimpleNamespace(resources=[(0, None, 2, "a"), (code, "not you", 2, "b")])]


def test_a_configuration_that_was_not_changed_is_named() -> None:
    require_resources("set", described(0))
    with pytest.raises(BrokerRefused, match=r"set: b: TopicAuthorizationFailed \(29\): not you"):
        require_resources("set", described(29))


def test_a_group_that_was_not_described_is_no_group_without_members() -> None:
    require_groups("members", [SimpleNamespace(groups=[(0, "a", "Empty", "consumer", "", [])])])
    with pytest.raises(KafkaError, match=r"members: b: GroupAuthorizationFailed \(30\)"):
        require_groups("members", [SimpleNamespace(groups=[(30, "b", "", "", "", [])])])
