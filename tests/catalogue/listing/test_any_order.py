"""Process.md 3.5, invariant 3: whatever arrives, in whatever order and however often, one listing has one end."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.catalogue.listing.domain.state import Listing, State
from shared.acts.change import CancelDeadline, Change, SetDeadline
from shared.acts.due import Deadline
from shared.contracts.vocabulary import CaseId, SuspensionScope
from tests.builders import some_id
from tests.catalogue.listing.events import (
    CASE,
    OTHER_CASE,
    Decision,
    fire,
    granted,
    hear,
    lifted,
    ordered,
    ordered_at_once,
)

THIRD_CASE = CaseId(some_id("third case"))
END, LAST_MIDNIGHT = date(2027, 3, 10), datetime(2027, 3, 9, 23, 0, tzinfo=UTC)
BY_CASE: dict[str, tuple[Decision, ...]] = {
    "grant": (granted(),),
    "one": (ordered_at_once("2026-06-01"), ordered("2026-06-09"), lifted("2026-07-01"), ordered("2026-07-20")),
    "other": (ordered("2026-06-01", OTHER_CASE, SuspensionScope.EXCHANGE), lifted("2026-06-15", OTHER_CASE)),
    "third": (ordered("2026-05-02", THIRD_CASE), lifted("2026-06-20", THIRD_CASE)),
}
DECISIONS = tuple(decision for decisions in BY_CASE.values() for decision in decisions)
STATE_TOLD = {
    "ListingPublished": State.PUBLISHED,
    "ListingSuspended": State.SUSPENDED,
    "ListingReinstated": State.PUBLISHED,
    "ListingExpired": State.EXPIRED,
}
lifts = st.sampled_from([lifted("2026-07-01"), lifted("2026-06-15", OTHER_CASE), lifted("2026-06-20", THIRD_CASE)])
happenings = st.lists(
    st.tuples(st.one_of(st.sampled_from(DECISIONS), lifts), st.integers(0, 150), st.booleans()), max_size=14
)


@dataclass
class Catalogue:
    """One listing, its deadlines, and what was told of it."""

    listing: Listing | None = None
    deadlines: dict[str, SetDeadline] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def hear(self, decision: Decision, day: date) -> None:
        self._take(hear(self.listing, decision, day.isoformat()))

    def fire_due(self, day: date) -> None:
        """Fire what is due at noon, oldest first."""
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        while due := sorted((one for one in self.deadlines.values() if one.at <= noon), key=lambda one: one.at):
            one = self.deadlines.pop(due[0].kind)
            message = Deadline(kind=one.kind, due_at=one.at, derivation=one.derivation, facts=one.facts)
            self._take(fire(self.listing, message, day.isoformat(), hour=10))

    def _take(self, change: Change[Any]) -> None:
        self.listing = change.state
        self.told += [type(event).__name__ for event in change.events]
        for one in change.deadlines:
            if isinstance(one, CancelDeadline):
                self.deadlines.pop(one.kind, None)
            else:
                self.deadlines[one.kind] = one


@given(happenings)
def test_nothing_is_published_at_or_after_its_one_end(steps: list[tuple[Decision, int, bool]]) -> None:
    catalogue, day = Catalogue(), date(2026, 5, 1)

    for decision, later, timer_is_late in steps:
        day += timedelta(days=later)
        if not timer_is_late:
            catalogue.fire_due(day)
        catalogue.hear(decision, day)
        listing = catalogue.listing
        assert listing

        assert (listing.state is State.EXPIRED) == (listing.grant is not None and day >= END)
        ends = [one.at for one in catalogue.deadlines.values() if one.kind == "expire_listing"]
        assert ends == ([LAST_MIDNIGHT] if listing.state in (State.PUBLISHED, State.SUSPENDED) else [])


@given(happenings)
def test_the_last_event_told_is_the_state(steps: list[tuple[Decision, int, bool]]) -> None:
    catalogue, day = Catalogue(), date(2026, 5, 1)

    for decision, later, _ in steps:
        day += timedelta(days=later)
        catalogue.hear(decision, day)
        catalogue.fire_due(day)

    lives = [event for event in catalogue.told if event in STATE_TOLD]
    assert catalogue.told.count("ListingPublished") <= 1
    assert catalogue.told.count("ListingExpired") <= 1
    if lives:
        assert catalogue.listing
        assert catalogue.listing.state is STATE_TOLD[lives[-1]]


@given(
    st.permutations([case for case, decisions in BY_CASE.items() for _ in decisions]),
    st.data(),
    st.sampled_from([date(2026, 8, 1), date(2027, 3, 9), date(2027, 3, 10)]),
)
def test_cases_may_arrive_in_any_order_and_more_than_once(cases: list[str], data: st.DataObject, day: date) -> None:
    catalogue, waiting = Catalogue(), {case: list(decisions) for case, decisions in BY_CASE.items()}
    heard: list[Decision] = []

    for case in cases:
        heard.append(waiting[case].pop(0))
        catalogue.hear(heard[-1], day)
        for again in data.draw(st.lists(st.sampled_from(heard), max_size=2)):
            catalogue.hear(again, day)

    listing = catalogue.listing
    assert listing
    assert listing.state is (State.EXPIRED if day == date(2027, 3, 10) else State.SUSPENDED)
    assert [(order.case, order.ordered_on, order.ended_on) for order in listing.orders] == [
        (THIRD_CASE, date(2026, 5, 2), date(2026, 6, 20)),
        *sorted(
            [
                (CASE, date(2026, 6, 1), date(2026, 6, 9)),
                (OTHER_CASE, date(2026, 6, 1), date(2026, 6, 15)),
            ]
        ),
        (CASE, date(2026, 6, 9), date(2026, 7, 1)),
        (CASE, date(2026, 7, 20), None),
    ]
