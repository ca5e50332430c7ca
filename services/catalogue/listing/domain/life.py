"""The life of a listing: every transition, in one table (process.md 3.3).

A row has several targets where the outcome depends on the day or on the orders of other cases. Decisions are accepted
in every state: they come from different partitions, and none may be lost because another arrived first.
"""

from services.catalogue.listing.domain.expiry import expire_listing, remind_renewal
from services.catalogue.listing.domain.publication import publish_listing
from services.catalogue.listing.domain.state import State
from services.catalogue.listing.domain.suspension import reinstate_listing, suspend_listing
from shared.acts.life import Life

AWAITING_GRANT, AWAITING_PUBLICATION = State.AWAITING_GRANT, State.AWAITING_PUBLICATION
PUBLISHED, SUSPENDED, EXPIRED = State.PUBLISHED, State.SUSPENDED, State.EXPIRED

TRANSITIONS = Life(
    (None, publish_listing, (PUBLISHED, AWAITING_PUBLICATION, EXPIRED)),
    ((AWAITING_GRANT, AWAITING_PUBLICATION), publish_listing, (PUBLISHED, SUSPENDED, AWAITING_PUBLICATION, EXPIRED)),
    (PUBLISHED, publish_listing, (PUBLISHED, EXPIRED)),
    (SUSPENDED, publish_listing, (SUSPENDED, EXPIRED)),
    ((None, AWAITING_GRANT), suspend_listing, AWAITING_GRANT),
    (AWAITING_PUBLICATION, suspend_listing, (AWAITING_PUBLICATION, EXPIRED)),
    (PUBLISHED, suspend_listing, (SUSPENDED, PUBLISHED, EXPIRED)),
    (SUSPENDED, suspend_listing, (SUSPENDED, EXPIRED)),
    ((None, AWAITING_GRANT), reinstate_listing, AWAITING_GRANT),
    (AWAITING_PUBLICATION, reinstate_listing, (AWAITING_PUBLICATION, EXPIRED)),
    (PUBLISHED, reinstate_listing, (PUBLISHED, EXPIRED)),
    (SUSPENDED, reinstate_listing, (PUBLISHED, SUSPENDED, EXPIRED)),
    (PUBLISHED, remind_renewal, PUBLISHED),
    (SUSPENDED, remind_renewal, SUSPENDED),
    ((AWAITING_PUBLICATION, PUBLISHED, SUSPENDED), expire_listing, EXPIRED),
    (EXPIRED, publish_listing, EXPIRED),
    (EXPIRED, suspend_listing, EXPIRED),
    (EXPIRED, reinstate_listing, EXPIRED),
)
