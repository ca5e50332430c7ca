"""Acts: explained, pure, named once; deadlines are acts that only the clock performs."""

import ast
from collections import Counter

import pytest

from shared.identity.actor import Role
from tests.architecture.sources import SERVICES, acts, called, sources
from tests.architecture.sources import service as service_named

HIDDEN_INPUTS = {"now", "today", "utcnow", "uuid1", "uuid4", "uuid7", "random", "choice", "token_hex", "getenv"}


@pytest.mark.parametrize("service", SERVICES)
def test_every_act_says_what_its_name_cannot(service: str) -> None:
    assert [act for act in acts(service) if not (act.__doc__ or "").strip()] == []


@pytest.mark.parametrize("service", SERVICES)
def test_every_act_names_the_source_of_its_rule(service: str) -> None:
    assert [act for act in acts(service) if not act.source.strip()] == []


@pytest.mark.parametrize("service", SERVICES)
def test_the_name_of_an_act_is_its_own_in_the_whole_service(service: str) -> None:
    """A deadline is found by the name of its act."""
    counted = Counter(act.name for act in acts(service))

    assert [name for name, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("service", SERVICES)
def test_an_act_is_either_people_s_or_the_system_s(service: str) -> None:
    assert [act for act in acts(service) if Role.SYSTEM in act.roles and len(act.roles) > 1] == []


@pytest.mark.parametrize("service", SERVICES)
def test_every_deadline_is_an_act_that_only_the_clock_performs(service: str) -> None:
    automatic = {act.name for act in acts(service) if act.roles == {Role.SYSTEM}}

    assert awaited(service) - automatic == set()


@pytest.mark.parametrize("service", SERVICES)
def test_every_act_on_a_deadline_is_awaited_by_some_other_act(service: str) -> None:
    heard = {on.act.name for on in service_named(service).subscriptions.ons}
    found_out = {act.name for one in service_named(service).background for act in one.acts}
    by_clock = {act.name for act in acts(service) if act.roles == {Role.SYSTEM}} - heard - found_out

    assert by_clock - awaited(service) == set()


@pytest.mark.parametrize("service", SERVICES)
def test_the_domain_reads_no_clock_no_dice_and_no_environment(service: str) -> None:
    hidden = [
        f"{source.name}:{call.lineno} {name}"
        for source in sources(f"services/{service}")
        if "domain" in source.path.parts
        for name, call in called(source.tree)
        if name in HIDDEN_INPUTS
    ]

    assert hidden == []


def awaited(service: str) -> set[str]:
    """The kinds of all deadlines that the code sets, as written: constants, or names of constants."""
    kinds: set[str] = set()
    for source in sources(f"services/{service}"):
        for name, call in called(source.tree):
            if name in ("awaiting", "reminding") and call.args and isinstance(call.args[0], ast.Constant):
                kinds.add(str(call.args[0].value))
    return kinds
