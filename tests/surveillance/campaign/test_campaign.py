"""Rules S-18 and S-19: the population is frozen before the seed is known."""

from datetime import date
from typing import Any

import pytest

from services.surveillance.campaign.domain.drawing import DrawSample, draw_sample
from services.surveillance.campaign.domain.life import TRANSITIONS as LIFE
from services.surveillance.campaign.domain.planning import Listed, PublishedListings, plan_campaign
from services.surveillance.campaign.domain.state import Campaign, State
from shared.acts.change import Change
from shared.acts.moment import derived_id
from shared.acts.refusal import Invalid
from shared.contracts.surveillance.campaign import SampleDrawn, SamplingCampaignPlanned
from shared.contracts.vocabulary import ListingId, Typology
from tests.builders import AUDITOR, DESK, at, perform, refusal, some_id

WITH, WITHOUT = Typology.WITH_EXCHANGE, Typology.WITHOUT_EXCHANGE
STEM = "0a1b6a5e-0001-4000-8000-00000000000"


def listed(number: int, typology: Typology = WITH, *, complaints: int = 0, checked_on: str = "2026-03-12") -> Listed:
    return Listed(
        listing=ListingId(f"{STEM}{number}"),
        typology=typology,
        complaints=complaints,
        checked_on=date.fromisoformat(checked_on),
    )


NINE = (*(listed(n) for n in (3, 1, 2)), *(listed(n, WITHOUT) for n in (9, 4, 5, 6, 7, 8)))


def plan(*listings: Listed) -> Change[Any]:
    published = PublishedListings(listings=listings)
    return perform(LIFE, plan_campaign, None, published, at("2026-09-01", AUDITOR))


def planned() -> Campaign:
    campaign = plan(*NINE).state
    assert isinstance(campaign, Campaign)
    return campaign


def test_a_campaign_freezes_the_population_and_commits_to_its_hash() -> None:
    change = plan(*NINE)

    campaign = change.state
    assert (campaign.id, campaign.state) == (derived_id("campaign", some_id("message")), State.PLANNED)
    assert (campaign.programme, campaign.seed, campaign.drawn) == ("3.0.0", None, ())
    assert change.events == (
        SamplingCampaignPlanned(
            campaign=campaign.id,
            population_hash="8f7a6d95ae7f82f1fbbd33dd482344b7a917167482d71a8ffb4bbc47e83bb4a5",
            population_size=9,
            rate="0.44",  # 2 of 3 and 2 of 6
        ),
    )


@pytest.mark.parametrize(
    ("one", "stratum", "rate"),
    [
        (listed(1), "with_exchange", "1/2"),
        (listed(1, WITHOUT), "without_exchange", "1/5"),
        (listed(1, complaints=2), "with_exchange", "1/2"),
        (listed(1, complaints=3), "complained_about", "1"),
        (listed(1, WITHOUT, checked_on="2024-03-01"), "long_unchecked", "1"),
        (listed(1, WITHOUT, checked_on="2024-03-02"), "without_exchange", "1/5"),
        (listed(1, complaints=3, checked_on="2020-01-01"), "complained_about", "1"),
    ],
)
def test_a_listing_is_in_the_first_stratum_of_the_programme_that_takes_it(one: Listed, stratum: str, rate: str) -> None:
    (member,) = plan(one).state.population

    assert (member.listing, member.stratum, member.rate) == (f"{STEM}1", stratum, rate)


def test_nothing_is_planned_without_a_listing() -> None:
    nobody = PublishedListings(listings=())

    assert refusal(LIFE, plan_campaign, None, nobody, at("2026-09-01", AUDITOR)) == "population_empty"


def test_the_sample_follows_from_the_seed() -> None:
    campaign = planned()

    change = perform(LIFE, draw_sample, campaign, DrawSample(seed="tirage-2026-09-12"), at("2026-09-12", AUDITOR))

    assert (change.state.state, change.state.drawn_on) == (State.DRAWN, date(2026, 9, 12))
    assert change.events == (
        SampleDrawn(
            campaign=campaign.id,
            seed="tirage-2026-09-12",
            population_hash="8f7a6d95ae7f82f1fbbd33dd482344b7a917167482d71a8ffb4bbc47e83bb4a5",
            drawn=tuple(ListingId(f"{STEM}{n}") for n in (1, 2, 9, 5)),
        ),
    )


def test_a_sample_is_drawn_once() -> None:
    seed = DrawSample(seed="tirage-2026-09-12")
    drawn = perform(LIFE, draw_sample, planned(), seed, at("2026-09-12", AUDITOR)).state

    assert refusal(LIFE, draw_sample, drawn, DrawSample(seed="another-seed"), at("2026-09-13", AUDITOR)) == (
        "act_not_allowed"
    )


@pytest.mark.parametrize("seed", ["", "1234567", "loto du 12", "x" * 129, "graine-é1"])
def test_a_seed_is_a_token_and_no_sentence(seed: str) -> None:
    with pytest.raises(Invalid):
        perform(LIFE, draw_sample, planned(), DrawSample(seed=seed), at("2026-09-12", AUDITOR))


def test_only_an_auditor_plans_and_draws() -> None:
    seed = DrawSample(seed="tirage-2026-09-12")

    published = PublishedListings(listings=NINE)
    assert refusal(LIFE, plan_campaign, None, published, at("2026-09-01", DESK)) == "role_required"
    assert refusal(LIFE, draw_sample, planned(), seed, at("2026-09-12", DESK)) == "role_required"
