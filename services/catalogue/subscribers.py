"""What catalogue listens to: what the minister decides on listings."""

from services.catalogue.domain.publication import publish_listing
from services.catalogue.domain.suspension import reinstate_listing, suspend_listing
from services.catalogue.tables import LISTING
from shared.contracts import decision
from shared.delivery.subscription import On, Subscriptions

SUBSCRIPTIONS = Subscriptions(
    "catalogue",
    On(decision.ListingGranted, publish_listing, LISTING, target="listing"),
    On(decision.SuspensionOrdered, suspend_listing, LISTING, target="listing"),
    On(decision.InterimSuspensionOrdered, suspend_listing, LISTING, target="listing"),
    On(decision.SuspensionLifted, reinstate_listing, LISTING, target="listing"),
)
