"""A sampling campaign (« contrôle par échantillonnage »): the population frozen first, the seed and the draw later."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from services.surveillance.domain.sampling import Member, draw, drawn_of, population_hash, whole_months
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.moment import Moment, derived_id
from shared.acts.refusal import Invalid, refuse_if
from shared.contracts.surveillance import SampleDrawn, SamplingCampaignPlanned
from shared.contracts.vocabulary import CampaignId, DossierId, ListingId
from shared.identity.actor import Role
from shared.programme.faults import Fault
from shared.programme.surveillance import Sampling
from shared.texts.identifiers import Pattern

SEED = re.compile(r"[A-Za-z0-9_.-]{8,128}")
Seed = Annotated[str, Pattern(SEED.pattern, "seed_malformed", "8 to 128 letters, digits, _ . -")]


class State(StrEnum):
    """Process.md 3.4, thin path."""

    PLANNED = "planned"
    DRAWN = "drawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A published listing as the sampling rules see it. Checked last: drawn last, or else first published."""

    listing: ListingId
    typology: str
    complaints: int
    checked_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """One campaign. It belongs to no dossier."""

    id: CampaignId
    state: State
    programme: str
    planned_on: date
    population: tuple[Member, ...]
    population_hash: str
    seed: str | None = None
    drawn: tuple[ListingId, ...] = ()
    drawn_on: date | None = None
    dossier: DossierId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCampaign(Command):
    """Nothing to say: population and rates are what they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedListings:
    """All published listings on the day of planning, as read from the watches."""

    listings: tuple[Listed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawSample(Command):
    """The seed: best a public number that nobody knew when the campaign was planned."""

    seed: Seed


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


@act("S-19", "process.md 2.10, 3.4 SamplingCampaign, 4.1", by=Role.AUDITOR)
def draw_sample(campaign: Campaign, command: DrawSample, moment: Moment) -> Change[Campaign]:
    """The seed is told and the sample follows from it. Invalid: seed_malformed."""
    if not SEED.fullmatch(command.seed):
        raise Invalid([Fault("seed", "seed_malformed", "8 to 128 letters, digits, _ . -")])
    drawn = draw(campaign.population, command.seed)
    return becomes(campaign, state=State.DRAWN, seed=command.seed, drawn=drawn, drawn_on=moment.day).telling(
        SampleDrawn(campaign=campaign.id, seed=command.seed, population_hash=campaign.population_hash, drawn=drawn)
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
