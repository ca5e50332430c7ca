"""The four tables of transitions as a whole: what people may do, what time and events can do, what is final."""

from services.surveillance.campaign.domain.life import TRANSITIONS as CAMPAIGN
from services.surveillance.campaign.domain.state import State as CampaignState
from services.surveillance.case.domain.life import TRANSITIONS as CASE
from services.surveillance.case.domain.state import State as CaseState
from services.surveillance.complaint.domain.life import TRANSITIONS as COMPLAINT
from services.surveillance.complaint.domain.state import State as ComplaintState
from services.surveillance.main import SERVICE
from services.surveillance.watch.domain.life import TRANSITIONS as WATCH
from services.surveillance.watch.domain.state import State as WatchState
from shared.acts.life import Life
from shared.contracts.registry import WIRES
from shared.identity.actor import Role

AUTOMATIC = frozenset({Role.SYSTEM})
LIVES = (WATCH, COMPLAINT, CASE, CAMPAIGN)


def moves(one: Life) -> set[tuple[str | None, str, str]]:
    """Every (state, act, other state) of a life."""
    return {
        (state, act, target)
        for state in (None, *one.states())
        for act in one.acts
        for target in one.targets(state, act)
        if target != state
    }


def test_what_people_may_do_with_a_complaint() -> None:
    assert {state.value: COMPLAINT.allowed(state) for state in ComplaintState} == {
        "received": ["acknowledge_complaint"],
        "acknowledged": ["triage_complaint"],
        "triaged": ["dismiss_complaint", "escalate_complaint"],
        "dismissed": [],
        "escalated": [],
    }


def test_what_people_may_do_with_a_case() -> None:
    assert {state.value: CASE.allowed(state) for state in CaseState} == {
        "opened": ["close_case", "notify_grounds", "propose_sanction"],
        "grounds_notified": ["close_case", "propose_sanction", "receive_observations"],
        "instructed": ["close_case", "notify_grounds", "propose_sanction", "receive_observations"],
        "proposed": ["receive_observations"],
        "measures_running": ["receive_observations"],
        "closed": [],
        "no_further_action": [],
    }


def test_what_people_may_do_with_a_campaign_and_a_watch() -> None:
    assert {state.value: CAMPAIGN.allowed(state) for state in CampaignState} == {
        "planned": ["draw_sample"],
        "drawn": [],
    }
    assert [WATCH.allowed(state) for state in WatchState] == [[], [], []]


def test_what_happens_to_a_complaint_or_a_case_by_itself() -> None:
    automatic = {
        (state, act, target)
        for one in (COMPLAINT, CASE, CAMPAIGN)
        for state, act, target in moves(one)
        if one.acts[act].roles == AUTOMATIC
    }

    assert automatic == {
        (None, "open_case", "opened"),
        (None, "open_evidence_case", "opened"),
        ("grounds_notified", "note_observations_elapsed", "instructed"),
        ("proposed", "record_suspension", "measures_running"),
        ("proposed", "record_lifting", "closed"),
        ("measures_running", "record_lifting", "closed"),
        ("proposed", "record_no_sanction", "no_further_action"),
        ("measures_running", "record_no_sanction", "no_further_action"),
    }


def test_a_final_state_is_never_left() -> None:
    final = {"dismissed", "escalated", "closed", "no_further_action", "drawn"}

    assert [move for one in LIVES[1:] for move in moves(one) if move[0] in final] == []


def test_no_act_answers_both_a_person_and_the_system() -> None:
    acts = [act for one in LIVES for act in one.acts.values()]

    assert [act for act in acts if Role.SYSTEM in act.roles and act.roles != AUTOMATIC] == []


def test_every_act_of_the_service_has_a_name_of_its_own_because_deadlines_fire_by_name() -> None:
    names = [name for one in LIVES for name in one.acts]

    assert sorted(set(names)) == sorted(names)


def test_the_minister_s_decisions_on_a_proposed_case_are_accepted_in_any_order() -> None:
    acts = {on.act.name for on in SERVICE.subscriptions.ons if WIRES[on.event].service == "decision"}

    assert acts == {"record_suspension", "record_lifting", "record_no_sanction"}
    for state in ("proposed", "measures_running", "closed", "no_further_action"):
        assert [act for act in acts if not CASE.targets(state, act)] == []
