"""What catalogue publishes of a listing updates its watch."""

from dataclasses import replace

from services.surveillance.watch.domain.state import State, Watch, watch_of
from shared.acts.act import act
from shared.acts.change import Change
from shared.acts.moment import Moment
from shared.contracts.catalogue.listing import ListingExpired, ListingPublished, ListingReinstated, ListingSuspended

Update = ListingPublished | ListingSuspended | ListingReinstated | ListingExpired


def watch_of_event(event: Update) -> str:
    """Id of the watch that an event of catalogue is about."""
    return watch_of(event.listing)


@act("S-01", "process.md 3.3, 3.6 surveillance consumes")
def note_publication(watch: Watch | None, event: ListingPublished, moment: Moment) -> Change[Watch]:
    """The service is listed; published again, its year is the later one. A suspension is not lifted by it."""
    known = _known(watch, event)
    updated = replace(known, published_on=min(known.published_on or event.published_on, event.published_on))
    if known.ends_on is None or event.ends_on >= known.ends_on:
        updated = replace(updated, service=event.service, ends_on=event.ends_on)
    return _now(updated, State.SUSPENDED if known.state is State.SUSPENDED else State.PUBLISHED)


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


def _now(watch: Watch, state: State) -> Change[Watch]:
    return Change(replace(watch, state=State.EXPIRED if watch.is_over else state))


def _known(watch: Watch | None, event: Update) -> Watch:
    return watch or Watch(id=watch_of(event.listing), listing=event.listing, dossier=event.dossier)
