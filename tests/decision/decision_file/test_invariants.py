"""Process.md 3.5, invariants 1 and 9: whatever is tried in whatever order, no listing that the law does not allow.

The stories are judged by what was told, not by the state that the code under test keeps.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from services.decision.decision_file.domain.conditions import Party
from services.decision.decision_file.domain.convention import SignConvention, sign_convention
from services.decision.decision_file.domain.life import TRANSITIONS
from services.decision.decision_file.domain.opinion import record_opinion
from services.decision.decision_file.domain.reservations import (
    LiftReservation,
    lapse_for_reservation,
    lift_reservation,
    remind_reservation,
)
from services.decision.decision_file.domain.state import DecisionFile
from services.decision.decision_file.domain.verdict import (
    GrantListing,
    RefuseListing,
    escalate_decision,
    grant_listing,
    refuse_listing,
)
from shared.acts.act import AnyAct
from shared.acts.refusal import Refused
from shared.contracts.decision.decision_file import (
    ApplicationLapsed,
    ConventionCountersigned,
    ConventionSignedByPublisher,
    FavourableOpinionIssued,
    FavourableOpinionWithReservationsIssued,
    FavourableOpinionWithSuspensiveReservationsIssued,
    ListingGranted,
    ListingRefused,
    ReservationLifted,
    UnfavourableOpinionIssued,
)
from shared.contracts.evaluation.connection_tests import ConnectionTestsFailed, ConnectionTestsPassed
from shared.contracts.vocabulary import Opinion
from shared.identity.actor import Actor
from tests.builders import DELEGATE, EVALUATOR, SECRETARY, SYSTEM, at, deadline
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
FAVOURABLE = (
    FavourableOpinionIssued,
    FavourableOpinionWithReservationsIssued,
    FavourableOpinionWithSuspensiveReservationsIssued,
)
FINAL = (ListingGranted, ListingRefused, ApplicationLapsed)
TWO = (a_reservation("SEC-07", suspensive=True), a_reservation("ETH-26", suspensive=False))


def heard(event: object) -> Step:
    return ANSWERED_BY[type(event)], event, SYSTEM


def signature(party: Party) -> Step:
    return sign_convention, SignConvention(party=party), SIGNATORIES[party]


OPINIONS = st.sampled_from(
    [(record_opinion, an_opinion(one), SECRETARY) for one in Opinion]
    + [(record_opinion, an_opinion(Opinion.FAVOURABLE_SUSPENSIVE, reservations=TWO), SECRETARY)]
)
TESTS = st.sampled_from(
    [heard(required()), heard(failed("2026-02-20")), heard(passed("2026-02-25")), heard(failed("2026-03-01"))]
)
LIFTINGS = st.sampled_from(
    [(lift_reservation, LiftReservation(criterion=one), EVALUATOR) for one in ("SEC-07", "ETH-26")]
)
SIGNATURES = st.sampled_from([signature(party) for party in Party])
TIMERS = st.sampled_from(
    [
        (act, deadline(act.name, "2026-03-09"), SYSTEM)
        for act in (remind_reservation, lapse_for_reservation, escalate_decision)
    ]
)
GRANT: Step = (grant_listing, GrantListing(), DELEGATE)
VERDICTS = st.sampled_from([GRANT, (refuse_listing, RefuseListing(grounds=("x",)), DELEGATE)])
COURSES: list[list[Step]] = [
    [],
    [heard(passed("2026-02-25"))],
    [heard(failed("2026-02-20")), heard(passed("2026-02-25"))],
]


@st.composite
def stories(draw: st.DrawFn) -> list[Step]:
    """A course that may well lead to a grant, at times without one of its steps, and anything at all in between."""
    exchange = draw(st.booleans())
    report = heard(a_report(exchange=exchange))
    tests = draw(st.sampled_from(COURSES)) if exchange else []
    course = [report, *tests, draw(OPINIONS), draw(LIFTINGS), *map(signature, Party), GRANT]
    forgotten = draw(st.integers(0, 3 * len(course)))
    noise = st.lists(st.one_of(st.just(report), OPINIONS, TESTS, LIFTINGS, SIGNATURES, TIMERS, VERDICTS), max_size=1)
    story = [one for place, step in enumerate(course) if place != forgotten for one in (*draw(noise), step)]
    return story + draw(noise)


@dataclass
class Told:
    """What happened in a story: events heard that were accepted, events told, and by whom, in order."""

    heard: list[Any] = field(default_factory=list)
    events: list[tuple[Any, Actor, int]] = field(default_factory=list)

    def of(self, *kinds: type) -> list[Any]:
        return [event for event, _, _ in self.events if isinstance(event, kinds)]

    def before(self, granted: object) -> "Told":
        place = next(place for place, (event, _, _) in enumerate(self.events) if event is granted)
        return Told(self.heard[: self.events[place][2]], self.events[:place])


def tell(story: list[Step]) -> Told:
    """Try every step of the story, one a day."""
    file: DecisionFile | None = None
    told = Told()
    for number, (act, message, actor) in enumerate(story):
        day = (date(2026, 3, 10) + timedelta(days=number)).isoformat()
        try:
            change = TRANSITIONS.perform(act, file, message, at(day, actor))
        except Refused:
            assert act not in ANSWERED_BY.values(), f"{act} would be parked"
            continue
        file = change.state  # type: ignore[assignment]
        if act in ANSWERED_BY.values():
            told.heard.append(message)
        told.events += [(event, actor, len(told.heard)) for event in change.events]
    return told


@pytest.mark.parametrize(
    ("opinion", "tests"),
    [
        (Opinion.FAVOURABLE, "passed"),
        (Opinion.FAVOURABLE_NON_SUSPENSIVE, "not_required"),
        (Opinion.FAVOURABLE_SUSPENSIVE, "not_required"),
    ],
)
def test_the_stories_reach_grants_of_every_kind(opinion: Opinion, tests: str) -> None:
    def granted(story: list[Step]) -> bool:
        return any((one.opinion, one.tests) == (opinion, tests) for one in tell(story).of(ListingGranted))

    assert find(stories(), granted, settings=settings(max_examples=500, phases=[Phase.generate], deadline=None))


@settings(deadline=None)
@given(stories())
def test_no_listing_without_a_favourable_opinion_before_it_and_none_against_it(story: list[Step]) -> None:
    told = tell(story)

    for granted in told.of(ListingGranted):
        assert len(told.before(granted).of(*FAVOURABLE)) == 1
        assert told.of(UnfavourableOpinionIssued) == []


@settings(deadline=None)
@given(stories())
def test_no_listing_while_a_suspensive_reservation_is_open(story: list[Step]) -> None:
    told = tell(story)

    for granted in told.of(ListingGranted):
        before = told.before(granted)
        (opinion,) = before.of(*FAVOURABLE)
        suspensive = {one.criterion for one in getattr(opinion, "reservations", ()) if one.suspensive}
        assert suspensive <= {one.criterion for one in before.of(ReservationLifted)}


@settings(deadline=None)
@given(stories())
def test_no_listing_with_failed_or_missing_tests(story: list[Step]) -> None:
    told = tell(story)

    for granted in told.of(ListingGranted):
        known = told.before(granted).heard
        passes = [one.passed_on for one in known if isinstance(one, ConnectionTestsPassed)]
        failures = [one.failed_on for one in known if isinstance(one, ConnectionTestsFailed)]
        exchanges = granted.service.typology == "with_exchange"
        assert passes or not (failures or exchanges)
        assert not failures or max(passes) > max(failures)
        assert granted.tests == ("passed" if passes else "not_required")


@settings(deadline=None)
@given(stories())
def test_no_listing_without_three_signatures(story: list[Step]) -> None:
    told = tell(story)

    for granted in told.of(ListingGranted):
        before = told.before(granted)
        assert len(before.of(ConventionSignedByPublisher)) == 1
        assert {one.party for one in before.of(ConventionCountersigned)} == {"minister", "cnam"}


@settings(deadline=None)
@given(stories())
def test_only_the_minister_decides_and_only_once(story: list[Step]) -> None:
    told = tell(story)

    assert len(told.of(*FINAL)) <= 1
    deciders = {actor for event, actor, _ in told.events if isinstance(event, FINAL[:2])}
    assert deciders <= {DELEGATE}
