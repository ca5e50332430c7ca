"""The watch (« veille ») on each listing: what surveillance knows of it, learned from catalogue.

Samples are drawn from the watches, and they lead from a listing to its dossier and publisher. Catalogue publishes the
state; a publication that arrives late, after what followed it, adds the service and changes nothing else.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.acts.moment import derived_id
from shared.contracts.vocabulary import DossierId, ListingId, ServiceProfile


class State(StrEnum):
    """Process.md 3.3, as catalogue publishes it."""

    PUBLISHED = "published"
    SUSPENDED = "suspended"
    EXPIRED = "expired"


SAMPLED = State.PUBLISHED
"""Samples are drawn from listings in this state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """One listing. Without `service`: its publication has not arrived yet."""

    id: str
    listing: ListingId
    dossier: DossierId
    state: State = State.PUBLISHED
    service: ServiceProfile | None = None
    published_on: date | None = None
    ends_on: date | None = None
    expired_on: date | None = None
    programme: str | None = None

    @property
    def typology(self) -> str | None:
        """As the programme calls it. A search column; a sample's strata depend on it."""
        return self.service.track or str(self.service.typology) if self.service else None

    @property
    def service_name(self) -> str | None:
        """A search column."""
        return self.service.name if self.service else None

    @property
    def organisation(self) -> str | None:
        """Who publishes the service; a search column."""
        return self.service.organisation if self.service else None

    @property
    def is_over(self) -> bool:
        """Whether its year is over; a publication beyond the expiry begins a new one."""
        return self.expired_on is not None and (self.ends_on is None or self.ends_on <= self.expired_on)


def watch_of(listing: str) -> str:
    """Id of the watch on a listing."""
    return derived_id("watch", listing)
