"""Every text that a command carries has a rule: no field is any text whatever."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from importlib import import_module
from pkgutil import walk_packages
from types import NoneType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pytest

from shared.acts.command import Command
from shared.texts.rule import Rule
from tests.architecture.sources import SERVICES


def bodies() -> Iterator[type[Any]]:
    """Every command class of every service."""
    for service in SERVICES:
        top = import_module(f"services.{service}")
        for module in walk_packages(top.__path__, f"{top.__name__}."):
            if ".domain." in module.name:
                import_module(module.name)
    yield from _below(Command)


def _below(base: type[Any]) -> Iterator[type[Any]]:
    for one in base.__subclasses__():
        if one.__module__.startswith("services."):
            yield one
        yield from _below(one)


def bare(hint: object, path: str) -> Iterator[str]:
    """Where texts without a rule, and collections without a bound, stand in a type."""
    hint = getattr(hint, "__supertype__", hint)
    rules = [one for one in getattr(hint, "__metadata__", ()) if isinstance(one, Rule)]
    inner = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    inner = getattr(inner, "__supertype__", inner)
    if inner is str or get_origin(inner) in (tuple, Mapping):
        yield from () if rules else (f"{path}: {inner}",)
    if rules and rules[0].covers_all:
        return
    if is_dataclass(inner):
        yield from (found for one in hints(inner).items() for found in bare(one[1], f"{path}.{one[0]}"))
    for part in get_args(inner):
        yield from () if part in (NoneType, ...) else bare(part, path)


def hints(kind: object) -> dict[str, Any]:
    known = get_type_hints(kind, include_extras=True)
    return {field.name: known[field.name] for field in fields(kind)}  # type: ignore[arg-type]  # every command is a dataclass


def test_no_command_has_a_text_without_a_rule_or_a_list_without_a_bound() -> None:
    found = [fault for body in set(bodies()) for name, hint in hints(body).items()
             for fault in bare(hint, f"{body.__name__}.{name}")]  # fmt: skip

    assert found == []


def test_commands_of_all_services_with_acts_for_people_are_looked_at() -> None:
    assert {body.__module__.split(".")[1] for body in bodies()} == {"decision", "evaluation", "intake", "surveillance"}


@pytest.mark.parametrize("hint", [str, str | None, tuple[str, ...], Mapping[str, int]])
def test_a_bare_text_or_an_unbounded_collection_is_found(hint: object) -> None:
    assert list(bare(hint, "field"))
