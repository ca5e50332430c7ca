"""The table of transitions of a decision file as a whole: what each state allows, and what time can never do."""

from services.decision.decision_file.domain.life import TRANSITIONS
from services.decision.decision_file.domain.state import FINAL, State
from services.decision.decision_file.slice import SLICE
from shared.identity.actor import Role

AUTOMATIC = frozenset({Role.SYSTEM})


def test_what_people_may_do_in_each_state() -> None:
    assert {state.value: TRANSITIONS.allowed(state) for state in State} == {
        "awaiting_report": [],
        "evaluated": ["record_opinion", "sign_convention"],
        "opinion_favourable": ["grant_listing", "lift_reservation", "refuse_listing", "sign_convention"],
        "reservations_pending": ["lift_reservation", "sign_convention"],
        "opinion_unfavourable": ["refuse_listing", "sign_convention"],
        "granted": ["lift_reservation", "sign_convention"],
        "refused": [],
        "lapsed": [],
    }


def test_what_evaluation_publishes_is_accepted_in_every_state() -> None:
    acts = [on.act.name for on in SLICE.subscriptions]

    assert acts == ["record_report", "record_tests_required", "record_tests_passed", "record_tests_failed"]
    for act in acts:
        assert [state for state in (None, *State) if not TRANSITIONS.targets(state, act)] == []


def test_nothing_automatic_grants_or_refuses() -> None:
    reached = {
        (act.name, target)
        for act in TRANSITIONS.acts.values()
        if act.roles == AUTOMATIC
        for state in (None, *State)
        for target in TRANSITIONS.targets(state, act.name)
        if state != target
    }

    assert {target for _, target in reached} == {"awaiting_report", "evaluated", "lapsed"}
    assert {act for act, target in reached if target == "lapsed"} == {"lapse_for_reservation"}


def test_only_an_appeal_could_leave_a_final_state_and_there_is_none_yet() -> None:
    left = {
        (state, target)
        for state in FINAL
        for act in TRANSITIONS.acts
        for target in TRANSITIONS.targets(state, act)
        if target != state
    }

    assert left == set()


def test_no_act_answers_both_a_person_and_the_system() -> None:
    for act in TRANSITIONS.acts.values():
        assert act.roles == AUTOMATIC or Role.SYSTEM not in act.roles
