"""What the public may see of a listing."""

from services.catalogue.listing.domain.state import Listing, State
from shared.contracts.catalogue.listing import PublicListing

PUBLIC = (State.PUBLISHED, State.SUSPENDED, State.EXPIRED)


def public_listing(listing: Listing) -> PublicListing | None:
    """The record of the state topic; None: the listing is not public (yet). An expired one stays, as a notice."""
    if listing.state not in PUBLIC or listing.grant is None:
        return None
    suspended = listing.state is State.SUSPENDED
    return PublicListing(
        listing=listing.id,
        dossier=listing.dossier,
        state=listing.state,
        service=listing.grant.service,
        decided_on=listing.grant.decided_on,
        ends_on=listing.grant.ends_on,
        programme=listing.grant.programme,
        suspension_scope=listing.suspension_scope if suspended else None,
    )
