"""An act carries its rule, its source and the roles that may perform it."""

from shared.acts.change import Change
from tests.acts.lamp import Lamp, LampLit, State, Turn, burn_out, light
from tests.builders import DESK, at


def test_an_act_knows_its_rule_and_its_source() -> None:
    assert (light.name, light.rule, light.source) == ("light", "T-02", "test")


def test_an_act_knows_the_roles_that_may_perform_it() -> None:
    assert light.roles == {"desk_officer", "auditor"}


def test_an_act_without_roles_is_the_system_s() -> None:
    assert burn_out.roles == {"system"}


def test_an_act_is_the_function_that_it_was() -> None:
    change = light(Lamp(), Turn(), at("2026-03-10", DESK))

    assert change == Change(Lamp(state=State.LIT, switched=1), events=(LampLit("lamp-1"),))


def test_an_act_shows_its_name_and_its_rule() -> None:
    assert repr(light) == "<act light T-02>"
