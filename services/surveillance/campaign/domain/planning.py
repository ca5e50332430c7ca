"""Planning a campaign: the population is frozen, and its hash published, before any seed is known."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from services.surveillance.campaign.domain.sampling import Member, drawn_of, population_hash, whole_months
from services.surveillance.campaign.domain.state import Campaign, State
from shared.acts.act import act
from shared.acts.change import Change
from shared.acts.command import Command
from shared.acts.moment import Moment, derived_id
from shared.acts.refusal import refuse_if
from shared.contracts.surveillance.campaign import SamplingCampaignPlanned
from shared.contracts.vocabulary import CampaignId, ListingId
from shared.identity.actor import Role
from shared.programme.surveillance import Sampling


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A published listing as the sampling rules see it. Checked last: drawn last, or else first published."""

    listing: ListingId
    typology: str
    complaints: int
    checked_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCampaign(Command):
    """Nothing to say: population and rates are what they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedListings:
    """All published listings on the day of planning, as read from the watches."""

    listings: tuple[Listed, ...]


@act("S-18", "process.md 2.10, 4.1; order of 20 November 2023", by=Role.AUDITOR)
def plan_campaign(_: None, published: PublishedListings, moment: Moment) -> Change[Campaign]:
    """The population is frozen and its hash committed, under the programme in force. Refused: population_empty."""
    programme = moment.programme_in_force()
    population = _population(published, programme.sampling, moment.day)
    refuse_if(not population, "population_empty")
    campaign = Campaign(
        id=CampaignId(derived_id("campaign", moment.message)),
        state=State.PLANNED,
        programme=programme.ref,
        planned_on=moment.day,
        population=population,
        population_hash=population_hash(population),
    )
    return Change(campaign).telling(
        SamplingCampaignPlanned(
            campaign=campaign.id,
            population_hash=campaign.population_hash,
            population_size=len(population),
            rate=_overall_rate(population),
        )
    )


def _population(published: PublishedListings, sampling: Sampling, day: date) -> tuple[Member, ...]:
    """Each listing under the first stratum that takes it; one that no stratum takes is not in the population."""
    placed = (
        (one, sampling.stratum(one.typology, one.complaints, whole_months(one.checked_on, day)))
        for one in published.listings
    )
    return tuple(sorted(Member(one.listing, found.id, str(found.rate)) for one, found in placed if found))


def _overall_rate(population: tuple[Member, ...]) -> str:
    """Share of the population that will be drawn, as text with two decimals."""
    sizes = Counter((member.stratum, member.rate) for member in population)
    total = sum(drawn_of(size, rate) for (_, rate), size in sizes.items())
    return f"{total / len(population):.2f}"
