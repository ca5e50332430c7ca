"""Whatever the order in which report, tests, opinion, signatures and lifting arrive, doubled or not: one end."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from services.decision.decision_file.domain.conditions import Party
from services.decision.decision_file.domain.convention import SignConvention, sign_convention
from services.decision.decision_file.domain.life import TRANSITIONS
from services.decision.decision_file.domain.opinion import record_opinion
from services.decision.decision_file.domain.reservations import LiftReservation, lift_reservation
from services.decision.decision_file.domain.state import DecisionFile
from shared.acts.act import AnyAct
from shared.acts.refusal import Refused
from shared.contracts.vocabulary import Opinion
from shared.identity.actor import Actor
from tests.builders import EVALUATOR, SECRETARY, SYSTEM, at
from tests.decision.decision_file.dossier import (
    ANSWERED_BY,
    SIGNATORIES,
    a_report,
    a_reservation,
    an_opinion,
    failed,
    passed,
    required,
)

Step = tuple[AnyAct, object, Actor]

HEARD: list[Step] = [
    (ANSWERED_BY[type(event)], event, SYSTEM)
    for event in (a_report(exchange=True), required(), failed("2026-02-01"), passed("2026-02-09"))
]
OPINION = an_opinion(
    Opinion.FAVOURABLE_SUSPENSIVE,
    reservations=(a_reservation("SEC-07", suspensive=True), a_reservation("ETH-26", suspensive=False)),
)
DONE: list[Step] = [
    (record_opinion, OPINION, SECRETARY),
    (lift_reservation, LiftReservation(criterion="SEC-07"), EVALUATOR),
    *((sign_convention, SignConvention(party=party), SIGNATORIES[party]) for party in Party),
]
DOUBLED = st.lists(st.sampled_from([*HEARD, *DONE]), max_size=6)
ORDERS = DOUBLED.flatmap(lambda again: st.permutations([*HEARD, *DONE, *again]))


def end_of(order: list[Step]) -> DecisionFile | None:
    """The file at the end. What is refused too early is tried again after every step, as people do.

    An event that is refused fails the test: it would be parked.
    """
    file: DecisionFile | None = None
    waiting: list[Step] = []
    for step in order:
        waiting.append(step)
        for act, message, actor in list(waiting):
            try:
                file = TRANSITIONS.perform(act, file, message, at("2026-03-10", actor)).state  # type: ignore[assignment]
            except Refused:
                assert actor is not SYSTEM, f"{act} would be parked"
            else:
                waiting.remove((act, message, actor))
    for act, message, actor in waiting * len(waiting):
        try:
            file = TRANSITIONS.perform(act, file, message, at("2026-03-10", actor)).state  # type: ignore[assignment]
        except Refused:
            continue
    return file


@settings(deadline=None)
@given(ORDERS)
def test_every_order_ends_in_the_same_file(order: list[Step]) -> None:
    file = end_of(order)

    assert file == end_of([*HEARD, *DONE])
    assert file is not None
    assert (file.state, file.tests_state, file.convention_state) == ("opinion_favourable", "passed", "in_force")
    assert [one.lifted_on for one in file.reservations] == [date(2026, 3, 10), None]


@settings(deadline=None)
@given(st.permutations(HEARD))
def test_the_opinion_may_be_given_at_any_time_after_the_report(order: list[Step]) -> None:
    place = next(place for place, (_, message, _) in enumerate(order) if message == a_report(exchange=True))
    ends = [end_of([*order[:after], *DONE, *order[after:]]) for after in range(place + 1, len(order) + 1)]

    assert [end == end_of([*HEARD, *DONE]) for end in ends] == [True] * len(ends)
    assert ends
