"""Nobody who speaks for a publisher examines, decides or watches its dossier, whatever roles a token has."""

from dataclasses import dataclass
from itertools import chain, combinations

import pytest

from shared.acts.act import PUBLIC_SIDE, AnyAct
from shared.acts.refusal import Refused
from shared.identity.actor import Actor, Role
from tests.acts.test_every_life import LIVES
from tests.builders import at

OWN, OTHER = "org-1", "org-2"
ACTS = {f"{name} {act.name}": act for name, life in LIVES.items() for act in life.acts.values()}
PUBLIC = {name: act for name, act in ACTS.items() if act.roles <= PUBLIC_SIDE}
PUBLISHERS = {name: act for name, act in ACTS.items() if Role.PUBLISHER in act.roles}
PEOPLE = [role for role in Role if role is not Role.SYSTEM]
TOKENS = [
    frozenset(roles) for roles in chain.from_iterable(combinations(PEOPLE, size) for size in range(1, len(PEOPLE) + 1))
]


@dataclass
class Dossier:
    """All that the rule looks at."""

    organisation: str | None
    state: str = "any"


def refusal(act: AnyAct, organisation: str | None, actor: Actor) -> str | None:
    try:
        act.admit(Dossier(organisation), None, at("2026-03-10", actor))
    except Refused as refused:
        return refused.code
    except AttributeError:
        return None  # what the act itself asks of its aggregate is not this rule
    return None


@pytest.mark.parametrize("act", PUBLIC.values(), ids=PUBLIC)
def test_whatever_roles_a_token_has_its_holder_does_not_act_for_the_public_side_at_home(act: AnyAct) -> None:
    judged = {refusal(act, OWN, Actor("somebody", roles, OWN)) for roles in TOKENS if roles & act.roles}

    assert judged == {"conflict_of_interest"}


@pytest.mark.parametrize("act", PUBLIC.values(), ids=PUBLIC)
def test_elsewhere_or_without_an_organisation_the_roles_alone_count(act: AnyAct) -> None:
    for roles in TOKENS:
        strangers = (Actor("somebody", roles, OTHER), Actor("somebody", roles))
        found = {refusal(act, organisation, one) for one in strangers for organisation in (OWN, None)}
        assert "conflict_of_interest" not in found


@pytest.mark.parametrize("act", PUBLISHERS.values(), ids=PUBLISHERS)
def test_a_publisher_goes_on_acting_for_its_own_dossier(act: AnyAct) -> None:
    assert refusal(act, OWN, Actor("somebody", frozenset(Role), OWN)) != "conflict_of_interest"
