"""Rule S-01: what surveillance knows of a listing is what catalogue told."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.surveillance.watch.domain.life import TRANSITIONS as WATCH_LIFE
from services.surveillance.watch.domain.state import State, Watch, watch_of
from services.surveillance.watch.domain.updates import (
    Update,
    note_expiry,
    note_publication,
    note_reinstatement,
    note_suspension,
    watch_of_event,
)
from shared.acts.act import AnyAct
from shared.contracts.catalogue.listing import ListingExpired, ListingPublished, ListingReinstated, ListingSuspended
from tests.builders import at, perform
from tests.surveillance.scenario import DOSSIER, LISTING, expired, published, reinstated, suspended

ANSWERED_BY: dict[type[Any], AnyAct] = {
    ListingPublished: note_publication,
    ListingSuspended: note_suspension,
    ListingReinstated: note_reinstatement,
    ListingExpired: note_expiry,
}


def watch(*events: Update) -> Watch:
    seen: Watch | None = None
    for event in events:
        seen = perform(WATCH_LIFE, ANSWERED_BY[type(event)], seen, event, at("2026-03-12")).state
    assert seen
    return seen


def test_a_published_listing_is_watched_with_all_that_complaints_and_samples_need() -> None:
    seen = watch(published())

    assert (seen.id, seen.listing, seen.dossier) == (watch_of(LISTING), LISTING, DOSSIER)
    assert (seen.state, seen.typology, seen.organisation) == (State.PUBLISHED, "with_exchange", "org-1")
    assert (seen.service_name, seen.published_on) == ("Carnet de tension", date(2026, 3, 12))
    assert seen.ends_on == date(2027, 3, 10)


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ((published(), suspended()), "suspended"),
        ((published(), suspended(), reinstated()), "published"),
        ((published(), suspended(), reinstated(), suspended()), "suspended"),
        ((published(), expired()), "expired"),
        ((published(), suspended(), expired()), "expired"),
        ((published(), expired(), published("2027-05-02", "2028-05-01")), "published"),
    ],
)
def test_the_watch_is_in_the_state_that_catalogue_told_last(events: tuple[Update, ...], state: str) -> None:
    assert watch(*events).state == state


def test_a_listing_published_again_has_the_later_end_and_the_first_publication() -> None:
    seen = watch(published(), expired(), published("2027-05-02", "2028-05-01", name="Carnet 2"))

    assert (seen.ends_on, seen.published_on, seen.service_name) == (date(2028, 5, 1), date(2026, 3, 12), "Carnet 2")


def test_a_listing_whose_publication_was_not_heard_of_has_no_typology_yet() -> None:
    seen = watch(suspended())

    assert (seen.state, seen.typology, seen.organisation, seen.ends_on) == (State.SUSPENDED, None, None, None)


@given(
    st.sampled_from([(suspended(),), (suspended(), reinstated()), (suspended(), expired()), (expired(),)]),
    st.data(),
)
def test_a_publication_heard_of_late_changes_nothing_but_the_service(
    rest: tuple[Update, ...], data: st.DataObject
) -> None:
    late = data.draw(st.integers(0, len(rest)))

    assert watch(*rest[:late], published(), *rest[late:]) == watch(published(), *rest)


def test_every_event_is_led_to_the_watch_of_its_listing_and_accepted_in_every_state() -> None:
    for event in (published(), suspended(), reinstated(), expired()):
        assert watch_of_event(event) == watch_of(LISTING)
        act = ANSWERED_BY[type(event)].name
        assert [state for state in (None, *State) if not WATCH_LIFE.targets(state, act)] == []
