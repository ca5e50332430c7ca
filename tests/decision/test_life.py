"""The two tables of transitions as a whole: what each state allows, and what time can never do."""

from services.decision.domain.decision_file import FINAL, State
from services.decision.domain.life import SANCTION_TRANSITIONS, TRANSITIONS
from services.decision.domain.sanction_file import SanctionState
from services.decision.main import SERVICE
from services.decision.tables import DECISION_FILE
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
    assert {state.value: SANCTION_TRANSITIONS.allowed(state) for state in SanctionState} == {
        "proposed": ["decide_no_sanction", "order_suspension"],
        "suspended": ["lift_suspension"],
        "lifted": [],
        "no_sanction": [],
    }


def test_what_evaluation_tells_is_accepted_in_every_state() -> None:
    told = [on.act.name for on in SERVICE.subscriptions.ons if on.aggregate is DECISION_FILE]

    assert told == ["record_report", "record_tests_required", "record_tests_passed", "record_tests_failed"]
    for act in told:
        assert [state for state in (None, *State) if not TRANSITIONS.targets(state, act)] == []


def test_nothing_automatic_grants_refuses_suspends_or_reinstates() -> None:
    reached = {
        (act.name, state, target)
        for life, states in ((TRANSITIONS, State), (SANCTION_TRANSITIONS, SanctionState))
        for act in life.acts.values()
        if act.roles == AUTOMATIC
        for state in (None, *states)
        for target in life.targets(state, act.name)
        if state != target
    }

    assert {target for _, _, target in reached} == {"awaiting_report", "evaluated", "lapsed", "proposed"}
    assert {act for act, _, target in reached if target == "lapsed"} == {"lapse_for_reservation"}


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
    for act in (*TRANSITIONS.acts.values(), *SANCTION_TRANSITIONS.acts.values()):
        assert act.roles == AUTOMATIC or Role.SYSTEM not in act.roles
