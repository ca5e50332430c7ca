"""Every example of every topic is fed to every service that listens to that topic: none is unusable to it."""

from importlib import import_module
from pkgutil import iter_modules

import pytest

import services
from shared.contracts.publishing.golden import Example, examples
from shared.contracts.registry import WIRES
from shared.delivery.kafka.subscription import Subscriptions
from shared.delivery.shell.messages import Incoming, Record, Unusable

EXAMPLES = examples()
LISTENING: dict[str, Subscriptions] = {
    found.name: import_module(f"services.{found.name}.main").SERVICE.subscriptions
    for found in iter_modules(services.__path__)
}
PAIRS = [
    pytest.param(service, example, id=f"{service}-{example.name.removeprefix('referencement.')}")
    for service, subscriptions in LISTENING.items()
    for example in EXAMPLES
    if example.topic in subscriptions.topics
]


def record(example: Example) -> Record:
    return Record(example.topic, 0, 7, example.key.encode(), tuple(example.raw_headers), example.value)


@pytest.mark.parametrize(("service", "example"), PAIRS)
def test_an_example_is_usable_to_whoever_listens_to_its_topic(service: str, example: Example) -> None:
    messages = LISTENING[service].read(record(example))

    assert [one.detail for one in messages if isinstance(one, Unusable)] == []


@pytest.mark.parametrize("service", LISTENING)
def test_every_subscription_is_led_to_its_act_by_some_example(service: str) -> None:
    subscriptions = LISTENING[service]
    led = {
        (WIRES[type(message.payload)].type, message.act.name)
        for example in EXAMPLES
        for message in subscriptions.read(record(example))
        if isinstance(message, Incoming)
    }

    assert led == {(WIRES[on.event].type, on.act.name) for on in subscriptions.ons}


@pytest.mark.parametrize("service", LISTENING)
def test_acts_that_answer_events_are_the_system_s(service: str) -> None:
    roles = {role for on in LISTENING[service].ons for role in on.act.roles}

    assert roles <= {"system"}
