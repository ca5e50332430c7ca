"""`referencement topics` says what the broker said, topic by topic."""

from typing import Any

import pytest
from aiokafka.admin import AIOKafkaAdminClient

from deploy.brokers.topics import create_topics
from deploy.console.config.checks.broker_check import check_brokers
from deploy.local.stack import LocalStack
from shared.contracts.topics import TOPICS, Topic
from tests.console.conftest import Console, Environment
from tests.console.wires import empty_topics
from tests.topics import administering, create_topic, delete_topics, told


async def test_topics_that_the_broker_refuses_are_named_and_the_exit_code_is_one(
    local_stack: LocalStack, console: Console, environment: Environment
) -> None:
    environment("KAFKA_BOOTSTRAP_SERVERS", local_stack.bootstrap_servers)
    await empty_topics(local_stack.bootstrap_servers)
    await delete_topics(local_stack.bootstrap_servers, [TOPICS[0].name, TOPICS[1].name])

    said = await console("topics", "--replication", "3")

    assert said.exit_code == 1
    assert "created: none\n" in said.output
    refused = [line for line in said.output.splitlines() if line.startswith("brokers: ")]
    assert [line.split(":")[1].strip() for line in refused] == [
        f"topic {TOPICS[0].name} was not created",
        f"topic {TOPICS[1].name} was not created",
    ]
    assert all("InvalidReplicationFactor (38)" in line for line in refused)
    again = await console("topics")
    assert (again.exit_code, again.output) == (0, f"created: {TOPICS[0].name}, {TOPICS[1].name}\n")
    async with administering(local_stack.bootstrap_servers) as admin:
        await told(admin, [topic.name for topic in TOPICS], there=True)


async def test_topics_that_a_broker_does_not_list_yet_are_neither_wrong_nor_created(
    local_stack: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    await create_topics(local_stack.bootstrap_servers)
    answers: list[list[Any]] = [[]]  # of a broker that has not heard of them
    describe = AIOKafkaAdminClient.describe_topics

    async def late(self: AIOKafkaAdminClient) -> list[Any]:
        return answers.pop() if answers else list(await describe(self))

    monkeypatch.setattr(AIOKafkaAdminClient, "describe_topics", late)

    assert await create_topics(local_stack.bootstrap_servers) == ([], [])
    assert answers == []


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("max.message.bytes", "500000", "has max.message.bytes 500000: our records have up to 1040000, raise it"),
        ("compression.type", "zstd", "has compression.type zstd, which cannot be read here"),
    ],
)
async def test_a_topic_that_is_set_up_so_that_it_does_not_serve_is_named(
    local_stack: LocalStack, monkeypatch: pytest.MonkeyPatch, setting: str, value: str, said: str
) -> None:
    monkeypatch.setattr("deploy.console.config.checks.broker_check.missing_codecs", lambda: ["zstd"])
    name = f"checked.{setting}"
    await create_topic(local_stack.bootstrap_servers, name, 1, config={setting: value})

    found = await check_brokers(local_stack.bootstrap_servers, {}, (Topic(name, partitions=1),))

    assert len(found) == 1
    assert found[0].line().startswith(f"wrong     brokers: topic {name} {said}")
