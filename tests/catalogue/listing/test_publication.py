"""C-01: publishing what the minister granted."""

from datetime import UTC, date, datetime

import pytest

from services.catalogue.listing.domain.life import TRANSITIONS
from services.catalogue.listing.domain.publication import publish_listing
from services.catalogue.listing.domain.state import State
from shared.contracts.catalogue.listing import ListingExpired, ListingPublished
from shared.contracts.vocabulary import SuspensionScope, Typology
from tests.builders import at, awaited, refusal, told
from tests.catalogue.listing.events import DOSSIER, LISTING, a_service, after, awaiting, granted, hear, lifted, ordered


def test_a_granted_listing_is_published_with_its_dates() -> None:
    change = hear(None, granted(), "2026-03-12")

    assert change.state.state is State.PUBLISHED
    assert change.events == (
        ListingPublished(
            listing=LISTING,
            dossier=DOSSIER,
            service=a_service(),
            published_on=date(2026, 3, 12),
            ends_on=date(2027, 3, 10),
        ),
    )


def test_it_awaits_the_midnight_of_its_anniversary_and_the_first_reminder() -> None:
    change = hear(None, granted(), "2026-03-12")

    assert awaited(change) == {"expire_listing": "2027-03-10", "remind_renewal": "2026-11-10"}


def test_the_last_valid_day_is_the_day_before_the_anniversary() -> None:
    expiry = awaiting(hear(None, granted(), "2026-03-12"), "expire_listing")

    assert expiry.at == datetime(2027, 3, 9, 23, 0, tzinfo=UTC)
    assert expiry.facts == {"due_on": "2027-03-09"}
    assert expiry.derivation == (
        "validity",
        "start 2026-03-10",
        "rule 12 months",
        "anniversary 2027-03-10",
        "last_day -1 calendar_days 2027-03-09",
    )


@pytest.mark.parametrize(
    ("decided", "ends", "instant"),
    [
        ("2028-02-29", "2029-02-28", "2029-02-27T23:00:00+00:00"),
        ("2026-03-29", "2027-03-29", "2027-03-28T22:00:00+00:00"),
        ("2027-03-28", "2028-03-28", "2028-03-27T22:00:00+00:00"),
        ("2025-03-30", "2026-03-30", "2026-03-29T22:00:00+00:00"),
        ("2027-03-29", "2028-03-26", "2028-03-25T23:00:00+00:00"),
        ("2025-10-25", "2026-10-25", "2026-10-24T22:00:00+00:00"),
        ("2025-10-26", "2026-10-26", "2026-10-25T23:00:00+00:00"),
    ],
    ids=["29 February", "summer", "summer, leap", "night after spring's", "night of spring's", "autumn's", "after it"],
)
def test_the_end_is_midnight_in_paris_whatever_the_season(decided: str, ends: str, instant: str) -> None:
    event = granted(decided_on=date.fromisoformat(decided), ends_on=date.fromisoformat(ends))

    expiry = awaiting(hear(None, event, decided), "expire_listing")

    assert expiry.at.isoformat() == instant


@pytest.mark.parametrize(
    "wanting",
    [
        {"convention_signed": False},
        {"tests": "failed"},
        {"tests": "not_required", "service": a_service(typology=Typology.WITH_EXCHANGE)},
    ],
    ids=["no convention", "tests failed", "exchange without tests"],
)
def test_a_grant_that_fails_the_re_check_waits_and_tells_nothing(wanting: dict[str, object]) -> None:
    change = hear(None, granted(**wanting), "2026-03-12")

    assert change.state.state is State.AWAITING_PUBLICATION
    assert told(change) == []
    assert awaited(change) == {"expire_listing": "2027-03-10"}


def test_a_service_with_exchange_is_published_once_its_tests_are_passed() -> None:
    service = a_service(typology=Typology.WITH_EXCHANGE)

    change = hear(None, granted(service=service, tests="passed"), "2026-03-12")

    assert change.state.state is State.PUBLISHED


def test_a_completed_grant_publishes_what_was_waiting() -> None:
    waiting = after((granted(convention_signed=False), "2026-03-12"))

    change = hear(waiting, granted(), "2026-04-01")

    assert change.state.state is State.PUBLISHED
    assert told(change) == ["ListingPublished"]


def test_a_decision_is_executed_once() -> None:
    listing = after((granted(), "2026-03-12"))

    change = hear(listing, granted(), "2026-03-13")

    assert change.state == listing
    assert told(change) == []
    assert awaited(change) == {}


def test_a_decision_heard_again_after_the_year_does_not_keep_the_listing_alive() -> None:
    change = hear(after((granted(), "2026-03-12")), granted(), "2027-03-10")

    assert change.state.state is State.EXPIRED
    assert told(change) == ["ListingExpired"]


def test_another_decision_on_a_published_listing_is_left_to_a_human() -> None:
    listing = after((granted(), "2026-03-12"))

    another = granted(decided_on=date(2026, 5, 4), ends_on=date(2027, 5, 4))

    assert refusal(TRANSITIONS, publish_listing, listing, another, at("2026-05-04")) == "granted_otherwise"


@pytest.mark.parametrize("day", ["2027-03-10", "2027-11-02"])
def test_a_grant_whose_year_is_over_is_never_published(day: str) -> None:
    change = hear(None, granted(), day)

    assert change.state.state is State.EXPIRED
    assert change.events == (ListingExpired(listing=LISTING, dossier=DOSSIER, expired_on=date(2027, 3, 10)),)
    assert awaited(change) == {"expire_listing": "cancelled", "remind_renewal": "cancelled"}


def test_the_last_day_is_still_in_time_for_publication() -> None:
    change = hear(None, granted(), "2027-03-09")

    assert change.state.state is State.PUBLISHED
    assert awaited(change) == {"expire_listing": "2027-03-10"}


def test_a_suspension_heard_before_its_grant_applies_when_the_grant_arrives() -> None:
    waiting = after((ordered("2026-06-01", scope=SuspensionScope.VISIBILITY), "2026-06-01"))

    change = hear(waiting, granted(), "2026-06-02")

    assert waiting.state is State.AWAITING_GRANT
    assert change.state.state is State.SUSPENDED
    assert change.state.suspended_on == date(2026, 6, 1)
    assert told(change) == ["ListingPublished", "ListingSuspended"]


def test_a_suspension_lifted_before_its_grant_arrives_leaves_no_trace_in_public() -> None:
    waiting = after((ordered("2026-06-01"), "2026-06-01"), (lifted("2026-06-20"), "2026-06-20"))

    change = hear(waiting, granted(), "2026-06-21")

    assert change.state.state is State.PUBLISHED
    assert told(change) == ["ListingPublished"]
