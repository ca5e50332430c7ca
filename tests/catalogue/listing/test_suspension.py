"""C-02 and C-03: suspending a listing and lifting the suspension."""

from datetime import date

import pytest

from services.catalogue.listing.domain.public import public_listing
from services.catalogue.listing.domain.state import State
from shared.contracts.catalogue.listing import ListingReinstated, ListingSuspended
from shared.contracts.vocabulary import SuspensionScope
from tests.builders import awaited, deadline, told
from tests.catalogue.listing.events import (
    CASE,
    DOSSIER,
    LISTING,
    OTHER_CASE,
    Order,
    after,
    fire,
    granted,
    hear,
    lifted,
    ordered,
    ordered_at_once,
)

GRANT = (granted(), "2026-03-12")


@pytest.mark.parametrize("order", [ordered(), ordered_at_once()], ids=["after hearing", "for urgency"])
def test_an_order_suspends_the_listing_and_leaves_its_year_running(order: Order) -> None:
    change = hear(after(GRANT), order, "2026-06-02")

    assert change.state.state is State.SUSPENDED
    assert change.state.suspended_on == date(2026, 6, 1)
    assert change.state.ends_on == date(2027, 3, 10)
    assert change.events == (ListingSuspended(listing=LISTING, dossier=DOSSIER, case=CASE, scope=SuspensionScope.BOTH),)
    assert awaited(change) == {}


def test_a_lifted_suspension_shows_the_listing_again() -> None:
    suspended = after(GRANT, (ordered(), "2026-06-01"))

    change = hear(suspended, lifted(), "2026-07-01")

    assert change.state.state is State.PUBLISHED
    assert change.state.suspended_on is None
    assert change.events == (ListingReinstated(listing=LISTING, dossier=DOSSIER, case=CASE),)


def test_a_listing_stays_suspended_while_another_case_suspends_it() -> None:
    suspended = after(GRANT, (ordered("2026-06-01"), "2026-06-01"), (ordered("2026-06-05", OTHER_CASE), "2026-06-05"))

    first = hear(suspended, lifted("2026-07-01"), "2026-07-01")
    second = hear(first.state, lifted("2026-07-10", OTHER_CASE), "2026-07-10")

    assert (first.state.state, told(first)) == (State.SUSPENDED, [])
    assert first.state.suspended_on == date(2026, 6, 5)
    assert second.state.state is State.PUBLISHED
    assert second.events == (ListingReinstated(listing=LISTING, dossier=DOSSIER, case=OTHER_CASE),)


def test_two_cases_cut_together_what_each_cuts_alone() -> None:
    one = (ordered("2026-06-01", CASE, SuspensionScope.VISIBILITY), "2026-06-01")
    other = (ordered("2026-06-02", OTHER_CASE, SuspensionScope.EXCHANGE), "2026-06-02")

    assert after(GRANT, one).suspension_scope is SuspensionScope.VISIBILITY
    assert after(GRANT, one, other).suspension_scope is SuspensionScope.BOTH
    assert after(GRANT, one, other, (lifted(), "2026-07-01")).suspension_scope is SuspensionScope.EXCHANGE


def test_an_interim_suspension_that_is_confirmed_counts_once() -> None:
    urgent = after(GRANT, (ordered_at_once("2026-06-01"), "2026-06-01"))

    confirmed = hear(urgent, ordered("2026-06-09"), "2026-06-09")
    freed = hear(confirmed.state, lifted("2026-07-01"), "2026-07-01")

    assert told(confirmed) == []
    assert [order.interim for order in confirmed.state.standing] == [False]
    assert freed.state.state is State.PUBLISHED


def test_a_confirmation_that_cuts_less_is_told() -> None:
    urgent = after(GRANT, (ordered_at_once("2026-06-01"), "2026-06-01"))

    change = hear(urgent, ordered("2026-06-09", scope=SuspensionScope.VISIBILITY), "2026-06-09")

    assert change.events == (
        ListingSuspended(listing=LISTING, dossier=DOSSIER, case=CASE, scope=SuspensionScope.VISIBILITY),
    )


def test_an_order_heard_again_after_its_lifting_changes_nothing() -> None:
    freed = after(GRANT, (ordered(), "2026-06-01"), (lifted(), "2026-07-01"))

    change = hear(freed, ordered(), "2026-07-02")

    assert change.state == freed
    assert told(change) == []


def test_a_new_order_of_the_same_case_suspends_again_even_on_the_day_of_the_lifting() -> None:
    freed = after(GRANT, (ordered("2026-06-01"), "2026-06-01"), (lifted("2026-07-01"), "2026-07-01"))

    change = hear(freed, ordered("2026-07-01"), "2026-07-01")

    assert change.state.state is State.SUSPENDED
    assert told(change) == ["ListingSuspended"]


def test_a_lifting_of_a_case_that_suspends_nothing_is_accepted() -> None:
    change = hear(after(GRANT), lifted(), "2026-07-01")

    assert (change.state.state, told(change)) == (State.PUBLISHED, [])


def test_what_awaits_publication_notes_its_suspension_in_silence() -> None:
    change = hear(after((granted(convention_signed=False), "2026-03-12")), ordered(), "2026-06-01")

    assert (change.state.state, told(change)) == (State.AWAITING_PUBLICATION, [])
    assert len(change.state.standing) == 1


def test_an_expired_listing_notes_orders_and_liftings_without_effect() -> None:
    listing = after(GRANT)
    expired = fire(listing, deadline("expire_listing", "2027-03-09"), "2027-03-10").state

    suspended = hear(expired, ordered("2027-03-09"), "2027-03-11")
    freed = hear(suspended.state, lifted("2027-03-20"), "2027-03-20")

    assert (suspended.state.state, told(suspended)) == (State.EXPIRED, [])
    assert [order.case for order in suspended.state.orders] == [CASE]
    assert (freed.state.state, told(freed)) == (State.EXPIRED, [])
    assert freed.state.orders[0].ended_on == date(2027, 3, 20)


def test_a_suspension_lifted_on_the_anniversary_does_not_bring_the_listing_back() -> None:
    suspended = after(GRANT, (ordered("2027-03-01"), "2027-03-01"))

    change = hear(suspended, lifted("2027-03-09"), "2027-03-10")

    assert change.state.state is State.EXPIRED
    assert told(change) == ["ListingExpired"]
    assert awaited(change) == {"expire_listing": "cancelled", "remind_renewal": "cancelled"}


def test_the_public_record_names_the_scope_only_while_suspended() -> None:
    suspended = after(GRANT, (ordered(scope=SuspensionScope.EXCHANGE), "2026-06-01"))
    expired = fire(suspended, deadline("expire_listing", "2027-03-09"), "2027-03-10").state

    records = [public_listing(listing) for listing in (after(GRANT), suspended, expired)]

    assert [(one.state, one.suspension_scope) for one in records if one] == [
        ("published", None),
        ("suspended", SuspensionScope.EXCHANGE),
        ("expired", None),
    ]


def test_what_is_not_granted_or_not_published_has_no_public_record() -> None:
    ungranted = after((ordered(), "2026-06-01"))
    waiting = after((granted(convention_signed=False), "2026-03-12"))

    assert (public_listing(ungranted), public_listing(waiting)) == (None, None)
