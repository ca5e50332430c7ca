"""A refusal is a code and facts."""

import pytest

from shared.acts.refusal import Invalid, Refused, refuse_if
from shared.programme.faults import Fault


def test_a_condition_that_holds_refuses() -> None:
    with pytest.raises(Refused) as caught:
        refuse_if([1], "reservations_open", count=1)

    assert (caught.value.code, caught.value.facts) == ("reservations_open", {"count": 1})


@pytest.mark.parametrize("condition", [False, None, (), "", 0])
def test_a_condition_that_does_not_hold_lets_pass(condition: object) -> None:
    refuse_if(condition, "reservations_open")


def test_invalid_content_names_every_fault_at_once() -> None:
    refusal = Invalid([Fault("name", "length", "1 to 200 characters"), Fault("forms", "empty", "")])

    assert refusal.code == "invalid_content"
    assert refusal.facts == {
        "faults": [
            {"path": "name", "code": "length", "detail": "1 to 200 characters"},
            {"path": "forms", "code": "empty", "detail": ""},
        ]
    }
