"""Executing what the minister orders in a non-compliance case: suspension and its lifting (« levée »)."""

from dataclasses import replace

from services.catalogue.listing.domain.state import Listing, SuspensionOrder
from services.catalogue.listing.domain.transition import transition
from shared.acts.act import act
from shared.acts.change import Change
from shared.acts.moment import Moment
from shared.contracts.decision.sanction import InterimSuspensionOrdered, SuspensionLifted, SuspensionOrdered

Ordered = SuspensionOrdered | InterimSuspensionOrdered


@act("C-02", "process.md 3.3; 2.11")
def suspend_listing(listing: Listing | None, event: Ordered, moment: Moment) -> Change[Listing]:
    """The listing is hidden and what the scope names is cut; the year keeps running.

    Accepted in every state: before its grant or after its end the order is only recorded. An order that was recorded
    before changes nothing; a new one of the same case replaces the earlier ones (an interim suspension confirmed).
    """
    known = listing or Listing(id=event.listing, dossier=event.dossier)
    order = SuspensionOrder(
        case=event.case,
        scope=event.scope,
        ordered_on=event.ordered_on,
        until=event.ends_on,
        interim=isinstance(event, InterimSuspensionOrdered),
    )
    if order in (replace(one, ended_on=None) for one in known.orders):
        return transition(known, known, moment.day)
    earlier = (
        replace(one, ended_on=order.ordered_on) if one.case == order.case and one.ended_on is None else one
        for one in known.orders
    )
    orders = tuple(sorted((*earlier, order), key=lambda one: (one.ordered_on, one.case)))
    return transition(known, replace(known, orders=orders), moment.day)


@act("C-03", "process.md 3.3; 2.11")
def reinstate_listing(listing: Listing | None, event: SuspensionLifted, moment: Moment) -> Change[Listing]:
    """The case no longer suspends the listing; it is shown again if no other case does and its year is not over."""
    known = listing or Listing(id=event.listing, dossier=event.dossier)
    orders = tuple(
        replace(one, ended_on=event.lifted_on)
        if one.case == event.case and one.ended_on is None and one.ordered_on <= event.lifted_on
        else one
        for one in known.orders
    )
    return transition(known, replace(known, orders=orders), moment.day)
