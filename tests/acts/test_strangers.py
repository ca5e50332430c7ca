"""Who has no part in an aggregate is refused before its version and its state are looked at, whatever the act."""

from dataclasses import dataclass
from typing import Any

import pytest

from deploy.oracle.collection import SERVICES_BY_NAME
from shared.acts.act import AnyAct
from shared.acts.refusal import Refused
from shared.delivery.shell.aggregate import Loaded
from shared.identity.actor import Actor, Role
from tests.builders import at

LIVES = {
    f"{service.name} {aggregate.name}": aggregate
    for service in SERVICES_BY_NAME.values()
    for aggregate in service.aggregates
}
PEOPLES = [
    (name, act) for name, aggregate in LIVES.items() for act in aggregate.life.acts.values()
    if Role.SYSTEM not in act.roles
]  # fmt: skip
PUBLISHERS = [
    one for one in PEOPLES
    if one[1].roles == {Role.PUBLISHER} and not LIVES[one[0]].life.targets(None, one[1].name)
]  # fmt: skip


@dataclass
class Unread:
    """A state that whoever is refused must not have looked at."""

    @property
    def state(self) -> str:
        raise AssertionError("the state was looked at before who asks")


def named(one: tuple[str, AnyAct]) -> str:
    return f"{one[0]} {one[1].name}"


@pytest.mark.parametrize(("name", "act"), PEOPLES, ids=map(named, PEOPLES))
def test_another_role_is_refused_in_every_state(name: str, act: AnyAct) -> None:
    others = frozenset(set(Role) - act.roles - {Role.SYSTEM})

    with pytest.raises(Refused) as caught:
        LIVES[name].life.perform(act, Unread(), object(), at("2026-03-10", Actor("x", others, "org-1")))

    assert caught.value.code == "role_required"
    assert set(caught.value.facts) == {"roles", "act"}


@pytest.mark.parametrize(("name", "act"), PUBLISHERS, ids=map(named, PUBLISHERS))
def test_every_act_of_publishers_on_what_exists_says_who_is_admitted(name: str, act: AnyAct) -> None:
    """An act that admitted every publisher would tell strangers the state of other people's files."""
    assert act.admits is not None


def test_a_stale_version_names_the_present_one_to_who_is_admitted_only() -> None:
    held: Any = Loaded(LIVES["intake application"], "x", version=6)

    held.expect(frozenset({6, 7}))
    held.expect(None)
    with pytest.raises(Refused) as caught:
        held.expect(frozenset({3}))

    assert (caught.value.code, caught.value.facts) == ("stale_version", {"expected": 3, "current": 6})
