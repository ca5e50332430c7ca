"""All that an act may know of the world comes with its moment."""

from dataclasses import replace
from datetime import UTC, date, datetime

from shared.acts.moment import derived_id
from tests.builders import DESK, at


def test_the_legal_day_is_that_of_paris_in_winter() -> None:
    moment = replace(at("2026-03-10"), at=datetime(2026, 1, 31, 23, 0, tzinfo=UTC))

    assert moment.day == date(2026, 2, 1)


def test_the_legal_day_is_that_of_paris_in_summer() -> None:
    moment = replace(at("2026-03-10"), at=datetime(2026, 7, 13, 22, 0, tzinfo=UTC))

    assert moment.day == date(2026, 7, 14)


def test_one_second_before_midnight_is_still_the_day_before() -> None:
    moment = replace(at("2026-03-10"), at=datetime(2026, 7, 13, 21, 59, 59, tzinfo=UTC))

    assert moment.day == date(2026, 7, 13)


def test_the_programme_in_force_is_that_of_the_day() -> None:
    assert at("2025-12-31", hour=23).programme_in_force().ref == "2.0.0"
    assert at("2026-01-01", hour=0).programme_in_force().ref == "3.0.0"


def test_a_dossier_finds_the_version_that_it_is_pinned_to() -> None:
    assert at("2026-03-10").programme("1.0.0").effective_from == date(2022, 7, 5)


def test_a_clock_of_working_days_skips_the_public_holidays_of_may() -> None:
    moment = at("2026-04-30")

    due = moment.due(moment.programme("3.0.0"), "prior_request_review")

    assert due.day == date(2026, 5, 19)  # without the 1st, the 8th and Ascension Day, the 14th


def test_a_clock_may_run_since_another_day() -> None:
    moment = at("2026-03-10")

    due = moment.due(moment.programme("3.0.0"), "completion", since=date(2026, 3, 2))

    assert due.day == date(2026, 4, 1)
    assert due.clock == "completion"


def test_what_the_same_message_creates_has_the_same_id() -> None:
    first, again, other = at("2026-03-10"), at("2027-01-01", DESK), at("2026-03-10", message="another")

    assert first.new_id("listing") == again.new_id("listing")
    assert first.new_id("listing") != other.new_id("listing")
    assert first.new_id("listing") != first.new_id("case")


def test_derived_ids_are_the_same_for_ever() -> None:
    assert derived_id("follow-up", "6b1c5f0e-0000-4000-8000-000000000001") == "02b6df44-1ede-5603-b573-6cd0d6a9aa68"


def test_an_id_tells_where_each_part_ends() -> None:
    """A subject of a federated provider holds a colon: its id must not be that of another subject and key."""
    written = [
        ("command", "u:kkkkkkkk", "zzzz"),
        ("command", "u", "kkkkkkkk:zzzz"),
        ("command", "u", "kkkkkkkk", "zzzz"),
        ("command", "u%3Akkkkkkkk", "zzzz"),
        ("command:u", "kkkkkkkk:zzzz"),
        ("", "command", "u:kkkkkkkk:zzzz"),
    ]

    assert len({derived_id(*parts) for parts in written}) == len(written)


def test_an_id_of_parts_without_a_colon_is_what_it_always_was() -> None:
    """Listings, cases and tests were created under such ids, and are found again by them."""
    assert derived_id("listing", "0197a1c2-5d3e-7a10-8b4f-6c2d1e0f9a87") == "0138a3c7-0cf6-52ad-be0e-939057cce23f"
