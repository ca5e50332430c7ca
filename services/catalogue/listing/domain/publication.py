"""Publishing what the minister granted (« publication au catalogue »)."""

from dataclasses import replace

from services.catalogue.listing.domain.expiry import with_deadlines
from services.catalogue.listing.domain.state import Grant, Listing, State
from services.catalogue.listing.domain.transition import transition
from shared.acts.act import act
from shared.acts.change import Change
from shared.acts.moment import Moment
from shared.acts.refusal import Refused, refuse_if
from shared.contracts.decision.decision_file import ListingGranted
from shared.programme.faults import UnknownProgrammeVersion


@act("C-01", "process.md 3.3; 2.8, invariants 2 and 3")
def publish_listing(listing: Listing | None, event: ListingGranted, moment: Moment) -> Change[Listing]:
    """The service enters the catalogue, once per decision; suspensions that arrived before their grant apply now.

    Convention and tests are checked again: if they do not hold, the listing awaits publication and no event is emitted.
    Refused: granted_otherwise (another decision on a listing that is already in the catalogue: for a human),
    unknown_programme.
    """
    known = listing or Listing(id=event.listing, dossier=event.dossier)
    grant = Grant.of(event)
    if known.grant == grant:
        return transition(known, known, moment.day)
    open_ = known.state in (State.AWAITING_GRANT, State.AWAITING_PUBLICATION)
    refuse_if(not open_, "granted_otherwise", decided_on=grant.decided_on.isoformat())
    _knows_programme(grant.programme, moment)
    change = transition(known, replace(known, grant=grant), moment.day)
    return with_deadlines(change, moment)


def _knows_programme(ref: str, moment: Moment) -> None:
    try:
        moment.programme(ref)
    except UnknownProgrammeVersion:
        raise Refused("unknown_programme", programme=ref) from None
