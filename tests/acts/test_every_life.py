"""All lives of all services: every act in every state is refused, or leads where the table says."""

from dataclasses import dataclass
from itertools import product
from typing import Any, TypeAlias

import pytest

from deploy.oracle.collection import SERVICES_BY_NAME
from shared.acts.act import Act, AnyAct, Signature
from shared.acts.change import Change
from shared.acts.moment import Moment
from shared.acts.refusal import Refused
from shared.identity.actor import Actor
from tests.builders import at

Pair: TypeAlias = tuple[str, str | None, str]
"""Life, state, act."""
LIVES = {
    f"{service.name} {aggregate.name}": aggregate.life
    for service in SERVICES_BY_NAME.values()
    for aggregate in service.aggregates
}
PAIRS: list[Pair] = [
    (name, state, act.name)
    for name, life in LIVES.items()
    for state, act in product([None, *life.states()], life.acts.values())
]
FORESEEN = [pair for pair in PAIRS if LIVES[pair[0]].targets(pair[1], pair[2])]
NOT_FORESEEN = [pair for pair in PAIRS if not LIVES[pair[0]].targets(pair[1], pair[2])]


@dataclass
class Standing:
    """An aggregate of which only the state matters."""

    state: str


def somebody_who_may(act: AnyAct) -> Actor:
    return Actor("somebody", act.roles)


def astray(act: AnyAct) -> AnyAct:
    """The act under its name, but made wrong: it leads where no life leads."""

    def lead(state: object, message: object, moment: Moment) -> Change[Any]:
        return Change(Standing("nowhere"))

    lead.__name__ = act.name
    return Act(lead, Signature(act.rule, act.source, act.roles))


def attempt(pair: Pair, act: AnyAct) -> None:
    """By somebody who has a part in the aggregate: whom an act admits is not the life's to say."""
    name, state, _ = pair
    act = Act(act.function, Signature(act.rule, act.source, act.roles))
    before = None if state is None else Standing(state)
    LIVES[name].perform(act, before, object(), at("2026-03-10", somebody_who_may(act)))


def ids(pair: Pair) -> str:
    return " ".join(map(str, pair))


@pytest.mark.parametrize("pair", NOT_FORESEEN, ids=ids)
def test_what_a_life_does_not_foresee_is_refused_whoever_asks(pair: Pair) -> None:
    name, state, act = pair

    with pytest.raises(Refused) as refused:
        attempt(pair, LIVES[name].acts[act])

    assert refused.value.code == "act_not_allowed"
    assert act not in LIVES[name].allowed(state)


@pytest.mark.parametrize("pair", FORESEEN, ids=ids)
def test_an_act_that_leads_elsewhere_than_foreseen_never_counts(pair: Pair) -> None:
    name, _, act = pair

    with pytest.raises(AssertionError, match="which the life does not foresee"):
        attempt(pair, astray(LIVES[name].acts[act]))
