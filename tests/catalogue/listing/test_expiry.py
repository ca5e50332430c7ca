"""C-04 and C-05: the anniversary, and the reminders before it."""

from datetime import date

from services.catalogue.listing.domain.expiry import expire_listing
from services.catalogue.listing.domain.life import TRANSITIONS
from services.catalogue.listing.domain.state import State
from shared.contracts.catalogue.listing import ListingExpired, RenewalReminded
from tests.builders import at, awaited, deadline, refusal, told
from tests.catalogue.listing.events import DOSSIER, LISTING, after, awaiting, fire, granted, hear, lifted, ordered

GRANT = (granted(), "2026-03-12")
END = deadline("expire_listing", "2027-03-09")


def test_a_published_listing_expires_on_its_anniversary() -> None:
    change = fire(after(GRANT), END, "2027-03-10")

    assert change.state.state is State.EXPIRED
    assert change.events == (ListingExpired(listing=LISTING, dossier=DOSSIER, expired_on=date(2027, 3, 10)),)
    assert awaited(change) == {"expire_listing": "cancelled", "remind_renewal": "cancelled"}


def test_a_suspended_listing_expires_too() -> None:
    change = fire(after(GRANT, (ordered("2027-03-01"), "2027-03-01")), END, "2027-03-10")

    assert change.state.state is State.EXPIRED
    assert told(change) == ["ListingExpired"]


def test_what_was_never_published_expires_too() -> None:
    change = fire(after((granted(convention_signed=False), "2026-03-12")), END, "2027-03-10")

    assert change.state.state is State.EXPIRED


def test_a_timer_that_fires_late_ends_the_listing_on_the_same_day() -> None:
    change = fire(after(GRANT), END, "2027-03-15")

    assert change.events == (ListingExpired(listing=LISTING, dossier=DOSSIER, expired_on=date(2027, 3, 10)),)


def test_a_timer_that_fires_a_moment_early_still_ends_the_listing() -> None:
    change = fire(after(GRANT), END, "2027-03-09", hour=23)

    assert change.state.state is State.EXPIRED


def test_an_expired_listing_stays_so_even_for_a_clock_that_runs_behind() -> None:
    expired = fire(after(GRANT), END, "2027-03-10").state

    assert hear(expired, lifted("2027-03-09"), "2027-03-09").state.state is State.EXPIRED


def test_an_expired_listing_does_not_expire_again() -> None:
    expired = fire(after(GRANT), END, "2027-03-10").state

    assert refusal(TRANSITIONS, expire_listing, expired, END, at("2027-03-10")) == "act_not_allowed"


def test_the_publisher_is_reminded_120_60_30_and_7_days_before_the_end() -> None:
    listing, days, told_days = after(GRANT), ["2026-11-10", "2027-01-09", "2027-02-08", "2027-03-03"], []
    following = []

    for day in days:
        change = fire(listing, deadline("remind_renewal", day), day)
        listing = change.state
        told_days += [event.days_left for event in change.events if isinstance(event, RenewalReminded)]
        following.append(awaited(change).get("remind_renewal"))

    assert told_days == [120, 60, 30, 7]
    assert following == ["2027-01-09", "2027-02-08", "2027-03-03", None]


def test_a_reminder_names_the_end_and_explains_its_day() -> None:
    first = awaiting(hear(None, *GRANT), "remind_renewal")

    change = fire(after(GRANT), deadline("remind_renewal", "2026-11-10"), "2026-11-10")

    assert first.derivation == (
        "validity",
        "start 2026-03-10",
        "rule 12 months",
        "anniversary 2027-03-10",
        "reminder -120 calendar_days 2026-11-10",
    )
    assert change.events == (
        RenewalReminded(listing=LISTING, dossier=DOSSIER, ends_on=date(2027, 3, 10), days_left=120),
    )


def test_a_suspended_listing_is_reminded_as_well() -> None:
    suspended = after(GRANT, (ordered("2026-11-01"), "2026-11-01"))

    change = fire(suspended, deadline("remind_renewal", "2026-11-10"), "2026-11-10")

    assert (change.state.state, told(change)) == (State.SUSPENDED, ["RenewalReminded"])


def test_reminders_missed_altogether_are_not_sent_in_a_row() -> None:
    change = fire(after(GRANT), deadline("remind_renewal", "2026-11-10"), "2027-02-20")

    assert [event.days_left for event in change.events if isinstance(event, RenewalReminded)] == [18]
    assert awaited(change) == {"remind_renewal": "2027-03-03"}


def test_nobody_is_reminded_of_an_end_that_has_come() -> None:
    change = fire(after(GRANT), deadline("remind_renewal", "2027-03-03"), "2027-03-10")

    assert (told(change), awaited(change)) == ([], {})


def test_a_listing_published_late_starts_with_the_next_reminder() -> None:
    change = hear(None, granted(), "2027-01-20")

    assert awaited(change)["remind_renewal"] == "2027-02-08"


def test_a_listing_published_on_the_day_of_a_reminder_is_reminded_at_once() -> None:
    change = hear(None, granted(), "2027-02-08")

    assert awaiting(change, "remind_renewal").at == at("2027-02-08").at.replace(second=1)
