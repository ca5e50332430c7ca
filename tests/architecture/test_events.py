"""No event without somebody who tells it; no service tells what another owns."""

import ast

import pytest

from shared.contracts.publishing.places import every_event
from tests.architecture.sources import SERVICES, called, sources

NOT_TOLD_YET: set[str] = set()
"""Contracts that are ahead of the acts; each is to go as soon as its act is there."""


NAMES = {event.__name__ for event, _ in every_event()}


def mentioned(service: str) -> set[str]:
    """Event classes that the code of a service names, imports aside: one may be chosen first and made afterwards."""
    trees = [source.tree for source in sources(f"services/{service}")]
    return {node.id for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id in NAMES}


def made(service: str) -> set[str]:
    """Event classes of which the code of a service makes an instance by their name."""
    return {name for source in sources(f"services/{service}") for name, _ in called(source.tree) if name in NAMES}


@pytest.mark.parametrize("service", SERVICES)
def test_every_event_is_told_by_its_service(service: str) -> None:
    owned = {event.__name__ for event, wire in every_event() if wire.service == service}

    assert owned - mentioned(service) - NOT_TOLD_YET == set()


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_tells_its_own_events_only(service: str) -> None:
    owned = {event.__name__ for event, wire in every_event() if wire.service == service}

    assert made(service) - owned == set()


def test_what_is_not_told_yet_is_still_not_told() -> None:
    assert {name for name in NOT_TOLD_YET if any(name in mentioned(service) for service in SERVICES)} == set()
