"""A release behind a prefix: every name at the brokers has it, and what brokers would refuse is refused before them."""

import re

import pytest

from shared.contracts.topics import SERVICES, TOPICS
from tests.chart.rendering import container, containers, helm, of_kind, rendered, templates, variables

PREFIX = "staging."
BEHIND = {"kafka": {"prefix": PREFIX}}


def test_everybody_who_asks_brokers_knows_the_prefix() -> None:
    for example in ("byo", "production", "laptop"):
        asking = {
            name: variables(one) for name, one in containers(rendered(example, BEHIND))
            if "KAFKA_BOOTSTRAP_SERVERS" in variables(one)
        }  # fmt: skip

        assert len(asking) >= len(SERVICES) + 1
        assert {given.get("KAFKA_PREFIX") for given in asking.values()} == {PREFIX}


def test_without_a_prefix_nothing_is_said_of_one() -> None:
    assert "KAFKA_PREFIX" not in variables(container("byo", "trial-referencement-intake/intake"))


def test_strimzi_s_topics_and_rights_have_it() -> None:
    found = rendered("operators", BEHIND)
    topics = {one["spec"]["topicName"] for one in of_kind(found, "KafkaTopic")}
    resources = [
        (right["resource"]["type"], right["resource"]["name"])
        for user in of_kind(found, "KafkaUser") for right in user["spec"]["authorization"]["acls"]
        if right["resource"]["type"] != "cluster"
    ]  # fmt: skip

    assert topics == {PREFIX + topic.name for topic in TOPICS}
    assert {name for kind, name in resources if kind == "topic"} <= topics
    assert {name for kind, name in resources if kind == "group"} == {f"{PREFIX}referencement-{one}" for one in SERVICES}


def test_the_scaler_looks_at_the_release_s_own_group_and_topics() -> None:
    triggers = [
        one["metadata"] for scaler in of_kind(rendered("production", BEHIND), "ScaledObject")
        for one in scaler["spec"]["triggers"]
    ]  # fmt: skip

    assert triggers
    assert {one["consumerGroup"].startswith(PREFIX) and one["topic"].startswith(PREFIX) for one in triggers} == {True}


@pytest.mark.parametrize("prefix", ["Team_1.", "a.-", "x_"])
def test_a_topic_s_object_has_a_name_that_kubernetes_takes_and_no_other_topic_has(prefix: str) -> None:
    """Two prefixes that differ only in what such a name cannot say would have the same one without the hash."""
    made = {
        one["spec"]["topicName"]: one["metadata"]["name"]
        for each in (prefix, prefix.lower().replace("_", "-"))
        for one in of_kind(rendered("operators", {"kafka": {"prefix": each}}), "KafkaTopic")
    }
    names = list(made.values())

    assert [name for name in names if not re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", name) or ".-" in name] == []
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("prefix", ["staging", ".a.", "a b.", "é.", "a" * 213 + "."])
def test_a_prefix_that_is_none_is_refused_by_name(prefix: str) -> None:
    with pytest.raises(helm.HelmError, match="at '/kafka/prefix'"):
        templates("laptop", {"kafka": {"prefix": prefix}})
