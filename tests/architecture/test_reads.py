"""Every route that reads is journaled, or stands here with the reason why it need not be."""

import inspect
import re
from collections.abc import Callable

import pytest
from fastapi.routing import APIRoute

from tests.architecture.sources import SERVICES, service

JOURNALS = re.compile(r"\b(journal_read|readable|filling_context|opened|content_response)\(")
OPEN = {
    "/session": "a form",
    "/static/{digest}/{name}": "ours",
    "/mes-dossiers": "names of services, to their publisher",
    "/instruction": "names of services, states and days",
    "/dossiers": "names of services and states",
    "/evaluations": "names of services and states",
    "/cases": "listings and states",
    "/campaigns": "days",
    "/campaigns/{id}": "which listings are drawn",
    "/campaigns/{id}/population": "the same",
    "/watches": "what the catalogue publishes",
    "/watches/{id}": "the same",
    "/programme": "public",
    "/programme/versions/{ref}": "public",
    "/programme/impact": "numbers of criteria by dossier",
}
PUBLIC = {"catalogue"}
DECISIONS = {"decision"}
"""Opinions and decisions: what is decided there is published or notified."""


def source_of(endpoint: Callable[..., object]) -> str:
    """Of the route, and of the functions beside it that it calls."""
    source, module = inspect.getsource(endpoint), inspect.getmodule(endpoint)
    beside = inspect.getmembers(module, lambda one: inspect.isfunction(one) and one.__module__ == endpoint.__module__)
    return source + "".join(inspect.getsource(one) for name, one in beside if f"{name}(" in source)


@pytest.mark.parametrize("name", sorted(set(SERVICES) - PUBLIC - DECISIONS))
def test_every_read_is_journaled_or_needs_no_journal(name: str) -> None:
    routes = [route for router in service(name).routers for route in router.routes if isinstance(route, APIRoute)]
    reads = {route.path: route.endpoint for route in routes if "GET" in (route.methods or ())}
    silent = {path for path, endpoint in reads.items() if not JOURNALS.search(source_of(endpoint))}

    assert silent - set(OPEN) == set()
    assert {path for path in OPEN if path in reads} == silent
