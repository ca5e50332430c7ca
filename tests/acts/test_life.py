"""A life is a table: what it does not name cannot happen."""

import pytest

from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.life import Life
from shared.acts.moment import Moment
from shared.acts.refusal import Refused
from shared.identity.actor import Role
from tests.acts.lamp import LIFE, Lamp, State, Turn, burn_out, install, light, smash
from tests.builders import AUDITOR, DESK, PUBLISHER, SYSTEM, at, deadline, perform, refusal


@act("T-09", "test", by=Role.DESK_OFFICER)
def go_dark(lamp: Lamp, turn: Turn, moment: Moment) -> Change[Lamp]:
    return becomes(lamp, state=State.DARK)


def test_an_act_leads_where_the_table_says() -> None:
    change = perform(LIFE, light, Lamp(), Turn(), at("2026-03-10", DESK))

    assert change.state == Lamp(state=State.LIT, switched=1)


def test_an_act_may_lead_to_one_of_several_states() -> None:
    change = perform(LIFE, light, Lamp(), Turn(times=4), at("2026-03-10", DESK))

    assert change.state.state == "broken"


def test_what_is_not_there_yet_is_made_by_a_creating_act_only() -> None:
    assert perform(LIFE, install, None, Turn(), at("2026-03-10", DESK)).state == Lamp()
    assert refusal(LIFE, light, None, Turn(), at("2026-03-10", DESK)) == "act_not_allowed"


def test_what_is_there_cannot_be_made_again() -> None:
    assert refusal(LIFE, install, Lamp(), Turn(), at("2026-03-10", DESK)) == "act_not_allowed"


def test_a_refused_act_is_told_the_state_and_the_acts_that_people_may_perform() -> None:
    with pytest.raises(Refused) as caught:
        LIFE.perform(light, Lamp(state=State.LIT), Turn(), at("2026-03-10", DESK))

    assert caught.value.facts == {"act": "light", "state": "lit", "allowed": ["smash"]}


def test_what_the_clock_does_is_not_offered_to_people() -> None:
    assert LIFE.allowed("dark") == ["light", "smash"]
    assert LIFE.allowed("lit") == ["smash"]
    assert LIFE.allowed("broken") == []
    assert LIFE.allowed(None) == ["install"]


def test_one_of_the_roles_is_enough() -> None:
    assert perform(LIFE, light, Lamp(), Turn(), at("2026-03-10", AUDITOR)).state.state == "lit"


def test_the_wrong_role_is_told_which_would_do() -> None:
    with pytest.raises(Refused) as caught:
        LIFE.perform(light, Lamp(), Turn(), at("2026-03-10", PUBLISHER))

    assert caught.value.code == "role_required"
    assert caught.value.facts == {"roles": ["auditor", "desk_officer"], "act": "light"}


def test_a_stranger_learns_nothing_of_the_state() -> None:
    """The role is judged before the state."""
    assert refusal(LIFE, light, Lamp(state=State.BROKEN), Turn(), at("2026-03-10", PUBLISHER)) == "role_required"


def test_what_the_clock_does_no_person_can_do() -> None:
    due = deadline("burn_out", "2026-03-09")

    assert refusal(LIFE, burn_out, Lamp(state=State.LIT), due, at("2026-03-10", DESK)) == "role_required"
    assert perform(LIFE, burn_out, Lamp(state=State.LIT), due, at("2026-03-10", SYSTEM)).state.state == "broken"


def test_what_a_person_does_the_system_cannot_do() -> None:
    assert refusal(LIFE, smash, Lamp(), Turn(), at("2026-03-10", SYSTEM)) == "role_required"


def test_the_refusal_of_the_act_itself_comes_through() -> None:
    with pytest.raises(Refused) as caught:
        LIFE.perform(light, Lamp(), Turn(times=10), at("2026-03-10", DESK))

    assert caught.value.code == "too_often"
    assert caught.value.facts == {"at_most": 9}


def test_an_act_that_leads_elsewhere_is_a_mistake_and_no_refusal() -> None:
    life = Life((State.LIT, go_dark, State.LIT))

    with pytest.raises(AssertionError, match="go_dark led from lit to dark"):
        life.perform(go_dark, Lamp(state=State.LIT), Turn(), at("2026-03-10", DESK))


def test_rows_of_the_same_act_add_up() -> None:
    life = Life((State.LIT, go_dark, State.LIT), (State.LIT, go_dark, State.DARK))

    assert life.targets("lit", "go_dark") == {"lit", "dark"}


def test_the_states_are_those_that_can_be_reached() -> None:
    assert list(LIFE.states()) == ["broken", "dark", "lit"]
