"""From decisions and the day to the next state, with the events of each step on the way."""

from dataclasses import replace
from datetime import date

from services.catalogue.listing.domain.state import SHOWN, Listing, State, SuspensionOrder
from shared.acts.change import Change
from shared.contracts.catalogue.listing import ListingExpired, ListingPublished, ListingReinstated, ListingSuspended


def transition(before: Listing, after: Listing, day: date) -> Change[Listing]:
    """`after` in the state that its decisions give on `day`, with an event for each step from `before`."""
    now = replace(after, state=after.state_on(day))
    if now.state is State.EXPIRED:
        return _expired(before, now)
    change = Change(now)
    if now.state in SHOWN and before.state not in SHOWN:
        change = change.telling(_published(now, day))
    if now.state is State.SUSPENDED:
        earlier = before.standing if before.state is State.SUSPENDED else ()
        known = {(order.case, order.scope) for order in earlier}
        new = (order for order in now.standing if (order.case, order.scope) not in known)
        change = change.telling(*(_suspended(now, order) for order in new))
    if now.state is State.PUBLISHED and before.state is State.SUSPENDED:
        change = change.telling(
            ListingReinstated(listing=now.id, dossier=now.dossier, case=before.standing[-1].case),
        )
    return change


def _expired(before: Listing, now: Listing) -> Change[Listing]:
    assert now.grant
    if before.state is State.EXPIRED:
        return Change(now)
    event = ListingExpired(listing=now.id, dossier=now.dossier, expired_on=now.grant.ends_on)
    return Change(now).telling(event).no_longer_awaiting("expire_listing", "remind_renewal")


def _published(now: Listing, day: date) -> ListingPublished:
    assert now.grant
    return ListingPublished(
        listing=now.id, dossier=now.dossier, service=now.grant.service, published_on=day, ends_on=now.grant.ends_on
    )


def _suspended(now: Listing, order: SuspensionOrder) -> ListingSuspended:
    return ListingSuspended(listing=now.id, dossier=now.dossier, case=order.case, scope=order.scope)
