"""A sampling campaign (« contrôle par échantillonnage »)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.surveillance.campaign.domain.sampling import Member
from shared.contracts.vocabulary import CampaignId, DossierId, ListingId


class State(StrEnum):
    """Process.md 3.4, thin path."""

    PLANNED = "planned"
    DRAWN = "drawn"


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
