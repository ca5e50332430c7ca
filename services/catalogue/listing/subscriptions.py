"""What leads to an act on a listing: the minister's decisions."""

from services.catalogue.listing.domain.publication import publish_listing
from services.catalogue.listing.domain.suspension import reinstate_listing, suspend_listing
from services.catalogue.listing.rows import LISTING
from shared.contracts import decision
from shared.delivery.subscription import On

SUBSCRIPTIONS = (
    On(decision.ListingGranted, publish_listing, LISTING, target="listing"),
    On(decision.SuspensionOrdered, suspend_listing, LISTING, target="listing"),
    On(decision.InterimSuspensionOrdered, suspend_listing, LISTING, target="listing"),
    On(decision.SuspensionLifted, reinstate_listing, LISTING, target="listing"),
)
