"""What catalogue publishes, one module per aggregate. Importing one registers the types of all."""

from shared.contracts.catalogue import listing
from shared.contracts.catalogue.listing import (
    ListingExpired,
    ListingPublished,
    ListingReinstated,
    ListingSuspended,
    PublicListing,
    RenewalReminded,
)

__all__ = [
    "ListingExpired",
    "ListingPublished",
    "ListingReinstated",
    "ListingSuspended",
    "PublicListing",
    "RenewalReminded",
    "listing",
]
