"""The table of transitions of a sanction file as a whole: what each state allows, and what time can never do."""

from services.decision.sanction.domain.life import TRANSITIONS
from services.decision.sanction.domain.state import State
from shared.identity.actor import Role

AUTOMATIC = frozenset({Role.SYSTEM})


def test_what_people_may_do_in_each_state() -> None:
    assert {state.value: TRANSITIONS.allowed(state) for state in State} == {
        "proposed": ["decide_no_sanction", "order_suspension"],
        "suspended": ["lift_suspension"],
        "lifted": [],
        "no_sanction": [],
    }


def test_nothing_automatic_suspends_or_reinstates() -> None:
    reached = {
        target
        for act in TRANSITIONS.acts.values()
        if act.roles == AUTOMATIC
        for state in (None, *State)
        for target in TRANSITIONS.targets(state, act.name)
        if state != target
    }

    assert reached == {"proposed"}


def test_no_act_answers_both_a_person_and_the_system() -> None:
    for act in TRANSITIONS.acts.values():
        assert act.roles == AUTOMATIC or Role.SYSTEM not in act.roles
