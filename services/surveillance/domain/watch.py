"""The watch (« veille ») kept on each listing: what surveillance knows of it, learned from catalogue.

It is the population that samples are drawn from, and it leads from a listing to its dossier and publisher. Catalogue
tells the state; a publication heard of late, after what followed it, fills in the service and changes nothing else.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from shared.acts.act import act
from shared.acts.change import Change
from shared.acts.moment import Moment, derived_id
from shared.contracts.catalogue import ListingExpired, ListingPublished, ListingReinstated, ListingSuspended
from shared.contracts.vocabulary import DossierId, ListingId, ServiceProfile

Told = ListingPublished | ListingSuspended | ListingReinstated | ListingExpired


class State(StrEnum):
    """Process.md 3.3, as catalogue tells it."""

    PUBLISHED = "published"
    SUSPENDED = "suspended"
    EXPIRED = "expired"


SAMPLED = State.PUBLISHED
"""Samples are drawn from listings in this state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """One listing. Without `service`: its publication has not been heard of yet."""

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
    """Id of the watch kept on a listing."""
    return derived_id("watch", listing)


def watch_of_told(event: Told) -> str:
    """Id of the watch that an event of catalogue is about."""
    return watch_of(event.listing)


@act("S-01", "process.md 3.3, 3.6 surveillance consumes")
def note_publication(watch: Watch | None, event: ListingPublished, moment: Moment) -> Change[Watch]:
    """The service is listed; published again, its year is the later one. A suspension is not lifted by it."""
    known = _known(watch, event)
    seen = replace(known, published_on=min(known.published_on or event.published_on, event.published_on))
    if known.ends_on is None or event.ends_on >= known.ends_on:
        seen = replace(seen, service=event.service, ends_on=event.ends_on)
    return _now(seen, State.SUSPENDED if known.state is State.SUSPENDED else State.PUBLISHED)


@act("S-01", "process.md 3.3, 3.6 surveillance consumes")
def note_suspension(watch: Watch | None, event: ListingSuspended, moment: Moment) -> Change[Watch]:
    """The listing is suspended."""
    return _now(_known(watch, event), State.SUSPENDED)


@act("S-01", "process.md 3.3, 3.6 surveillance consumes")
def note_reinstatement(watch: Watch | None, event: ListingReinstated, moment: Moment) -> Change[Watch]:
    """The listing is shown again: catalogue says so once no case suspends it any more."""
    return _now(_known(watch, event), State.PUBLISHED)


@act("S-01", "process.md 3.3, 3.6 surveillance consumes")
def note_expiry(watch: Watch | None, event: ListingExpired, moment: Moment) -> Change[Watch]:
    """The listing came to its anniversary."""
    known = _known(watch, event)
    return _now(replace(known, expired_on=event.expired_on), known.state)


def _now(watch: Watch, told: State) -> Change[Watch]:
    return Change(replace(watch, state=State.EXPIRED if watch.is_over else told))


def _known(watch: Watch | None, event: Told) -> Watch:
    return watch or Watch(id=watch_of(event.listing), listing=event.listing, dossier=event.dossier)
