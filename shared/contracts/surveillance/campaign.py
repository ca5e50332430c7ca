"""What surveillance publishes of sampling campaigns. Process.md 2.10."""

from dataclasses import dataclass

from shared.contracts.registry import event
from shared.contracts.vocabulary import CampaignId, ListingId


@event("surveillance")
@dataclass(frozen=True, slots=True, kw_only=True)
class SamplingCampaignPlanned:
    """The population is frozen and its hash committed before the seed is known (2.10, 4.1)."""

    campaign: CampaignId
    population_hash: str
    population_size: int
    rate: str
    """Share of the population to draw, as text: "0.10"."""


@event("surveillance")
@dataclass(frozen=True, slots=True, kw_only=True)
class SampleDrawn:
    """The draw, which anyone can recompute from seed and population."""

    campaign: CampaignId
    seed: str
    population_hash: str
    drawn: tuple[ListingId, ...]
