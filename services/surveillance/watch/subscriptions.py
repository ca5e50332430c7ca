"""What leads to an act on a watch: what catalogue publishes of the listing."""

from services.surveillance.watch.domain.updates import (
    note_expiry,
    note_publication,
    note_reinstatement,
    note_suspension,
    watch_of_event,
)
from services.surveillance.watch.rows import WATCH
from shared.contracts.catalogue.listing import ListingExpired, ListingPublished, ListingReinstated, ListingSuspended
from shared.delivery.kafka.subscription import On

SUBSCRIPTIONS = (
    On(ListingPublished, note_publication, WATCH, target=watch_of_event),
    On(ListingSuspended, note_suspension, WATCH, target=watch_of_event),
    On(ListingReinstated, note_reinstatement, WATCH, target=watch_of_event),
    On(ListingExpired, note_expiry, WATCH, target=watch_of_event),
)
