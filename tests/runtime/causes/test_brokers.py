"""One cause, one sentence: of brokers that are away or refuse us, and of topics with other partitions."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack

import pytest

from deploy.brokers.topics import create_topics
from deploy.console import main
from deploy.console.config.checks.broker_check import check_brokers
from deploy.local.ports import free_port
from deploy.local.stack import LocalStack
from shared.contracts.kafka_names import KafkaNames
from shared.contracts.topics import EVENTS, Topic
from shared.delivery.kafka.sender import Misdivided
from tests.runtime.causes.outlets import AWAY, EXPIRED, REFUSES_USER, SECRET, UNKNOWN, Outlets
from tests.runtime.refusing import AUTHENTICATION_FAILED, UNSUPPORTED_MECHANISM, refusing_broker
from tests.runtime.tls import Shown, listening

Reached = Callable[[AsyncExitStack, Shown], Awaitable[Mapping[str, str]]]


async def wrong_password(stack: AsyncExitStack, _: Shown) -> dict[str, str]:
    port = await stack.enter_async_context(refusing_broker(AUTHENTICATION_FAILED))
    return _scram(f"127.0.0.1:{port}")


async def another_mechanism(stack: AsyncExitStack, _: Shown) -> dict[str, str]:
    port = await stack.enter_async_context(refusing_broker(UNSUPPORTED_MECHANISM, "SCRAM-SHA-256"))
    return _scram(f"127.0.0.1:{port}")


async def no_broker(*_: object) -> dict[str, str]:
    return {"KAFKA_BOOTSTRAP_SERVERS": f"127.0.0.1:{free_port()},127.0.0.1:{free_port()}"}


async def no_such_broker(*_: object) -> dict[str, str]:
    return {"KAFKA_BOOTSTRAP_SERVERS": "broker.invalid:9092"}


async def broker_over(stack: AsyncExitStack, shown: Shown) -> dict[str, str]:
    port = await stack.enter_async_context(listening(shown))
    return {
        "KAFKA_BOOTSTRAP_SERVERS": f"127.0.0.1:{port}",
        "KAFKA_SECURITY_PROTOCOL": "SSL",
        "KAFKA_CA_FILE": str(shown.file),
    }


def _scram(servers: str) -> dict[str, str]:
    return {
        "KAFKA_BOOTSTRAP_SERVERS": servers, "KAFKA_SECURITY_PROTOCOL": "SASL_PLAINTEXT", "KAFKA_USERNAME": "catalogue",
        "KAFKA_PASSWORD": SECRET,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (wrong_password, REFUSES_USER),
        (another_mechanism, "offers another SASL mechanism: set KAFKA_SASL_MECHANISM"),
        (no_broker, AWAY), (no_such_broker, UNKNOWN), (broker_over, EXPIRED),
    ],
)  # fmt: skip
async def test_of_a_broker(
    made: Reached,
    words: str,
    outlets: Outlets,
    opened: AsyncExitStack,
    expired: Shown,
) -> None:
    outlets.environment(**await made(opened, expired))

    ready = [one for one in await outlets.readiness() if one.startswith("broker ")]
    servers, security = main._brokers()
    (finding,) = await check_brokers(servers, security)
    (job,) = await outlets.job("topics")

    assert ready == [f"broker {words}"]
    assert finding.line() == f"wrong     broker {words}"
    assert job == f"broker {words}"


async def test_of_a_topic_with_other_partitions(outlets: Outlets, local_stack: LocalStack) -> None:
    await create_topics(local_stack.bootstrap_servers)
    outlets.environment(KAFKA_BOOTSTRAP_SERVERS=local_stack.bootstrap_servers)
    name = EVENTS["catalogue"]
    declared = (Topic(name, partitions=7),)
    outlets.patch.setattr(KafkaNames, "topics", lambda _: declared)

    ready = [one for one in await outlets.readiness() if one.startswith("topic ")]
    found = [one.line() for one in await check_brokers(local_stack.bootstrap_servers, {}, declared)]
    job = await outlets.job("topics")

    words = f"topic {name} has 6 partitions, declared are 7: keys would go astray, see docs/operations/partitions.md"
    assert ready == [words]
    assert found == [f"wrong     brokers: {words}"]
    assert job == [f"brokers: {words}"]
    assert str(Misdivided(name, 6, 7)) == words
