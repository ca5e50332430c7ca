"""The five services as data, with their slices and acts."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

from shared.acts.act import AnyAct
from shared.contracts.topics import SERVICES
from shared.delivery.shell.aggregate import Aggregate
from shared.runtime.service import Service


@cache
def services() -> tuple[Service, ...]:
    """In the order of the process."""
    return tuple(import_module(f"services.{name}.main").SERVICE for name in SERVICES)


def acts() -> Iterator[tuple[Service, Aggregate[Any], AnyAct]]:
    """Every act with its aggregate and service."""
    for service in services():
        for aggregate in service.aggregates:
            for act in aggregate.life.acts.values():
                yield service, aggregate, act
