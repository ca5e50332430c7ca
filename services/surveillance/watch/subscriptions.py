"""What leads to an act on a watch: what catalogue publishes of the listing."""

from services.surveillance.watch.domain.updates import (
    note_expiry,
    note_publication,
    note_reinstatement,
    note_suspension,
    watch_of_event,
)
from services.surveillance.watch.rows import WATCH
from shared.contracts import catalogue
from shared.delivery.subscription import On

SUBSCRIPTIONS = (
    On(catalogue.ListingPublished, note_publication, WATCH, target=watch_of_event),
    On(catalogue.ListingSuspended, note_suspension, WATCH, target=watch_of_event),
    On(catalogue.ListingReinstated, note_reinstatement, WATCH, target=watch_of_event),
    On(catalogue.ListingExpired, note_expiry, WATCH, target=watch_of_event),
)
