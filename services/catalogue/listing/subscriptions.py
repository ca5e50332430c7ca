"""What leads to an act on a listing: the minister's decisions."""

from services.catalogue.listing.domain.publication import publish_listing
from services.catalogue.listing.domain.suspension import reinstate_listing, suspend_listing
from services.catalogue.listing.rows import LISTING
from shared.contracts.decision.decision_file import ListingGranted
from shared.contracts.decision.sanction import InterimSuspensionOrdered, SuspensionLifted, SuspensionOrdered
from shared.delivery.kafka.subscription import On

SUBSCRIPTIONS = (
    On(ListingGranted, publish_listing, LISTING, target="listing"),
    On(SuspensionOrdered, suspend_listing, LISTING, target="listing"),
    On(InterimSuspensionOrdered, suspend_listing, LISTING, target="listing"),
    On(SuspensionLifted, reinstate_listing, LISTING, target="listing"),
)
