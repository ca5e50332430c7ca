"""Process.md 4.1: a draw that anyone can do again; the vectors were computed with sha256sum and openssl."""

from collections import Counter
from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.surveillance.campaign.domain.sampling import (
    Member,
    draw,
    drawn_of,
    population_hash,
    population_text,
    whole_months,
)
from shared.contracts.vocabulary import ListingId

SEED = "tirage-2026-09-12"
STEM = "0a1b6a5e-0001-4000-8000-00000000000"
NINE = [Member(ListingId(f"{STEM}{n}"), "with_exchange", "1/2") for n in (1, 2, 3)] + [
    Member(ListingId(f"{STEM}{n}"), "without_exchange", "1/5") for n in (4, 5, 6, 7, 8, 9)
]
RATES = {"complained_about": "1", "with_exchange": "1/2", "without_exchange": "1/5"}

listings = st.sets(st.uuids(version=4), min_size=1, max_size=40)


@st.composite
def populations(draw_: st.DrawFn) -> list[Member]:
    """Listings, each in some stratum, in any order."""
    return [_member(one, draw_(st.sampled_from(sorted(RATES)))) for one in draw_(listings)]


def _member(listing: UUID, stratum: str) -> Member:
    return Member(ListingId(str(listing)), stratum, RATES[stratum])


def test_the_population_is_one_line_per_listing_in_order() -> None:
    assert population_text(reversed(NINE)).splitlines(keepends=True)[2:4] == [
        "0a1b6a5e-0001-4000-8000-000000000003 with_exchange 1/2\n",
        "0a1b6a5e-0001-4000-8000-000000000004 without_exchange 1/5\n",
    ]


def test_the_hash_of_the_population_is_that_of_sha256sum() -> None:
    assert population_hash(NINE) == "8f7a6d95ae7f82f1fbbd33dd482344b7a917167482d71a8ffb4bbc47e83bb4a5"


def test_the_draw_is_that_of_openssl() -> None:
    assert [one.removeprefix(STEM) for one in draw(NINE, SEED)] == ["1", "2", "9", "5"]


@given(populations(), st.data())
def test_the_order_of_the_population_does_not_matter(population: list[Member], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(population))

    assert draw(shuffled, SEED) == draw(population, SEED)
    assert population_hash(shuffled) == population_hash(population)


@given(populations(), st.text(min_size=8))
def test_each_stratum_gives_its_share_rounded_up(population: list[Member], seed: str) -> None:
    drawn = set(draw(population, seed))

    for stratum, rate in RATES.items():
        members = [one.listing for one in population if one.stratum == stratum]
        number, share = len(drawn.intersection(members)), Fraction(rate) * len(members)
        assert share <= number < share + 1


@given(populations(), populations(), st.text(min_size=8))
def test_a_stratum_is_drawn_alike_whatever_is_in_the_others(
    population: list[Member], others: list[Member], seed: str
) -> None:
    alone = [one for one in population if one.stratum == "with_exchange"]
    with_others = alone + [one for one in others if one.stratum != "with_exchange"]

    among = set(draw(with_others, seed))

    assert {one.listing for one in alone} & among == set(draw(alone, seed))


@given(listings, st.data())
def test_a_listing_that_leaves_puts_no_other_out_of_the_sample(found: set[UUID], data: st.DataObject) -> None:
    population = [_member(one, "with_exchange") for one in found]
    gone = data.draw(st.sampled_from(population))

    before = draw(population, SEED)
    after = draw([one for one in population if one != gone], SEED)

    stayed = [one for one in before if one != gone.listing]
    assert list(after[: len(stayed)]) == stayed or stayed[: len(after)] == list(after)


@given(populations())
def test_nothing_is_drawn_twice_nor_from_outside(population: list[Member]) -> None:
    drawn = draw(population, SEED)

    assert len(drawn) == len(set(drawn))
    assert set(drawn) <= {one.listing for one in population}


def test_over_many_seeds_every_listing_of_a_stratum_is_drawn_about_as_often() -> None:
    stratum = [one for one in NINE if one.stratum == "without_exchange"]

    times = Counter(listing for n in range(600) for listing in draw(stratum, f"seed-{n:04d}"))

    assert len(times) == 6
    assert all(150 < count < 250 for count in times.values())  # 2 of 6, 600 times: 200 each


@pytest.mark.parametrize(
    ("size", "rate", "number"), [(0, "1/2", 0), (1, "1/5", 1), (5, "1/5", 1), (6, "1/5", 2), (3, "1/2", 2), (7, "1", 7)]
)
def test_how_many_are_drawn(size: int, rate: str, number: int) -> None:
    assert drawn_of(size, rate) == number


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        (date(2026, 3, 12), date(2026, 3, 12), 0),
        (date(2026, 3, 12), date(2026, 4, 11), 0),
        (date(2026, 3, 12), date(2026, 4, 12), 1),
        (date(2023, 12, 31), date(2026, 6, 30), 29),
        (date(2026, 4, 1), date(2026, 3, 1), 0),
    ],
)
def test_months_are_counted_when_they_are_whole(since: date, until: date, months: int) -> None:
    assert whole_months(since, until) == months
