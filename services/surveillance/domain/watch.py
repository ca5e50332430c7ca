"""The watch (« veille ») kept on each listing: what surveillance knows of it, learned from catalogue.

It is the population that samples are drawn from, and it leads from a listing to its dossier and publisher. Its facts
only add up, so that catalogue's events give the same watch in whatever order they arrive.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from shared.acts.act import act
from shared.acts.change import Change
from shared.acts.moment import Moment, derived_id
from shared.contracts.catalogue import ListingExpired, ListingPublished, ListingReinstated, ListingSuspended
from shared.contracts.vocabulary import CaseId, DossierId, ListingId, ServiceProfile, Typology

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
    suspended_by: tuple[CaseId, ...] = ()
    lifted: tuple[CaseId, ...] = ()
    programme: str | None = None

    @property
    def typology(self) -> Typology | None:
        """A search column; a sample's strata depend on it."""
        return self.service.typology if self.service else None

    @property
    def service_name(self) -> str | None:
        """A search column."""
        return self.service.name if self.service else None

    @property
    def organisation(self) -> str | None:
        """Who publishes the service; a search column."""
        return self.service.organisation if self.service else None

    def settled(self) -> "Watch":
        """With the state that follows from its facts. A publication beyond the expiry is a new year of listing."""
        if self.expired_on and not (self.ends_on and self.ends_on > self.expired_on):
            return replace(self, state=State.EXPIRED)
        held = set(self.suspended_by) - set(self.lifted)
        return replace(self, state=State.SUSPENDED if held else State.PUBLISHED)


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
    return Change(seen.settled())


@act("S-01", "process.md 3.3, 3.6 surveillance consumes")
def note_suspension(watch: Watch | None, event: ListingSuspended, moment: Moment) -> Change[Watch]:
    """The listing is suspended for a case, unless that case's suspension is known to be lifted."""
    known = _known(watch, event)
    return Change(replace(known, suspended_by=(*known.suspended_by, event.case)).settled())


@act("S-01", "process.md 3.3, 3.6 surveillance consumes")
def note_reinstatement(watch: Watch | None, event: ListingReinstated, moment: Moment) -> Change[Watch]:
    """The suspension of a case is lifted."""
    known = _known(watch, event)
    return Change(replace(known, lifted=(*known.lifted, event.case)).settled())


@act("S-01", "process.md 3.3, 3.6 surveillance consumes")
def note_expiry(watch: Watch | None, event: ListingExpired, moment: Moment) -> Change[Watch]:
    """The listing came to its anniversary."""
    known = _known(watch, event)
    return Change(replace(known, expired_on=max(known.expired_on or event.expired_on, event.expired_on)).settled())


def _known(watch: Watch | None, event: Told) -> Watch:
    return watch or Watch(id=watch_of(event.listing), listing=event.listing, dossier=event.dossier)
