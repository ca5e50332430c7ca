"""The API document of each service: complete, without dangling references, with examples that the door accepts."""

import json
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest
from fastapi import FastAPI

from deploy.console.places import service_named
from shared.contracts.topics import SERVICES
from shared.http.bodies import parse
from shared.http.commands import Command


def document(service: str) -> dict[str, Any]:
    app = FastAPI()
    for router in service_named(service).routers:
        app.include_router(router)
    return app.openapi()


def commands(service: str) -> list[Command]:
    """Those of all its slices."""
    top = import_module(f"services.{service}")
    names = [module.name for module in walk_packages(top.__path__, f"{top.__name__}.")]
    tables = (import_module(name).COMMANDS for name in names if name.endswith(".commands"))
    return [command for table in tables for command in table]


@pytest.mark.parametrize("service", SERVICES)
def test_no_reference_leads_nowhere(service: str) -> None:
    told = document(service)
    text = json.dumps(told)

    wanted = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}

    assert wanted <= set(told["components"]["schemas"])


@pytest.mark.parametrize("service", SERVICES)
def test_every_example_is_a_body_that_the_door_accepts(service: str) -> None:
    for command in commands(service):
        parse(command.body, json.dumps(dict(command.example)).encode())


def test_catalogue_alone_takes_no_commands() -> None:
    assert [service for service in SERVICES if not commands(service)] == ["catalogue"]


def test_a_command_says_who_may_perform_it_and_by_which_rule() -> None:
    grant = document("decision")["paths"]["/dossiers/{id}/grant"]["post"]

    assert "Rule D-08 (R.1111-38; process.md 3.1 row 25; 2.6). Roles: minister_delegate." in grant["description"]
    assert [one["name"] for one in grant["parameters"]] == ["Idempotency-Key", "If-Match", "id"]
