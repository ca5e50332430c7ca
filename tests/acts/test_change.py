"""A change says what became of the aggregate, what is told, and what is waited for."""

from datetime import UTC, date, datetime

import pytest

from shared.acts.change import CancelDeadline, Change, SetDeadline, becomes
from shared.acts.due import DueDate
from tests.acts.lamp import Lamp, LampLit, State

DUE = DueDate("repair", date(2026, 3, 31), ("start 2026-03-01", "rule 30 calendar_days"))


def test_becoming_changes_the_fields_named_and_no_other() -> None:
    assert becomes(Lamp(switched=2), state=State.LIT).state == Lamp(state=State.LIT, switched=2)


def test_becoming_leaves_the_state_before_alone() -> None:
    before = Lamp()

    becomes(before, state=State.LIT)

    assert before == Lamp()


def test_a_field_that_the_state_has_not_is_a_mistake() -> None:
    with pytest.raises(TypeError):
        becomes(Lamp(), colour="green")


def test_events_are_told_in_the_order_in_which_they_are_added() -> None:
    change = becomes(Lamp()).telling(LampLit("a"), LampLit("b")).telling(LampLit("c"))

    assert change.events == (LampLit("a"), LampLit("b"), LampLit("c"))


def test_a_deadline_fires_at_the_first_instant_after_its_day_in_paris() -> None:
    change = becomes(Lamp()).awaiting("burn_out", DUE)

    assert change.deadlines == (
        SetDeadline(
            "burn_out",
            datetime(2026, 3, 31, 22, 0, tzinfo=UTC),
            ("repair", "start 2026-03-01", "rule 30 calendar_days"),
            {"due_on": "2026-03-31"},
        ),
    )


def test_a_deadline_may_fire_earlier_than_it_is_due_and_carry_facts() -> None:
    change = becomes(Lamp()).awaiting("burn_out", DUE, at=datetime(2026, 3, 24, 23, 0, tzinfo=UTC), rung="2")

    assert [one.at for one in change.deadlines if isinstance(one, SetDeadline)] == [
        datetime(2026, 3, 24, 23, 0, tzinfo=UTC)
    ]
    assert [one.facts for one in change.deadlines if isinstance(one, SetDeadline)] == [
        {"due_on": "2026-03-31", "rung": "2"}
    ]


def test_setting_and_cancelling_keep_their_order() -> None:
    change = becomes(Lamp()).no_longer_awaiting("burn_out", "repair").awaiting("burn_out", DUE)

    assert [type(one) for one in change.deadlines] == [CancelDeadline, CancelDeadline, SetDeadline]
    assert [one.kind for one in change.deadlines] == ["burn_out", "repair", "burn_out"]


def test_adding_to_a_change_leaves_it_alone() -> None:
    first = becomes(Lamp())

    first.telling(LampLit("a")).awaiting("burn_out", DUE)

    assert first == Change(Lamp())
