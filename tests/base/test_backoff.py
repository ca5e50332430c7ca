"""Pauses that grow up to a limit, and start again after a success."""

from shared.base.backoff import Backoff


def pauses(backoff: Backoff, number: int) -> list[float]:
    return [backoff.next_s() for _ in range(number)]


def test_each_pause_is_twice_as_long_up_to_the_longest() -> None:
    assert pauses(Backoff(0.5, 3.0), 5) == [0.5, 1.0, 2.0, 3.0, 3.0]


def test_after_a_success_the_pauses_begin_anew() -> None:
    backoff = Backoff(0.5, 3.0)
    pauses(backoff, 4)
    backoff.reset()
    assert pauses(backoff, 2) == [0.5, 1.0]


def test_pauses_with_jitter_lie_around_those_without() -> None:
    found = [Backoff(1.0, 8.0, jitter=0.5).next_s() for _ in range(200)]
    assert 0.5 <= min(found) < 0.8 and 1.2 < max(found) <= 1.5


def test_a_thousand_pauses_do_not_overflow() -> None:
    assert pauses(Backoff(0.1, 5.0), 2000)[-1] == 5.0
