"""The end of a listing on the anniversary of its decision, and the reminders before it (process.md 2.14)."""

from datetime import timedelta

from services.catalogue.listing.domain.state import SHOWN, Grant, Listing, State
from services.catalogue.listing.domain.transition import transition
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.due import Deadline, DueDate
from shared.acts.moment import Moment
from shared.calendar.paris import paris_midnight
from shared.contracts.catalogue.listing import RenewalReminded

ONE_SECOND = timedelta(seconds=1)


@act("C-04", "process.md 3.3; 2.14")
def expire_listing(listing: Listing, deadline: Deadline, moment: Moment) -> Change[Listing]:
    """The anniversary has come: the listing ends at 00:00 in Paris, published or suspended."""
    assert listing.grant
    return transition(listing, listing, max(moment.day, listing.grant.ends_on))


@act("C-05", "process.md 2.14, reminders")
def remind_renewal(listing: Listing, deadline: Deadline, moment: Moment) -> Change[Listing]:
    """The publisher is reminded to renew. A reminder whose day has passed is not sent late."""
    assert listing.grant
    days_left = (listing.grant.ends_on - moment.day).days
    if days_left <= 0:
        return becomes(listing)
    event = RenewalReminded(
        listing=listing.id, dossier=listing.dossier, ends_on=listing.grant.ends_on, days_left=days_left
    )
    return _with_next_reminder(becomes(listing).telling(event), listing.grant, moment, days_left - 1)


def with_deadlines(change: Change[Listing], moment: Moment) -> Change[Listing]:
    """The change with the deadlines of a listing that has just been granted; none if its year is over already."""
    grant, state = change.state.grant, change.state.state
    if grant is None or state is State.EXPIRED:
        return change
    change = change.awaiting("expire_listing", _anniversary(grant, moment).shifted(-1, "last_day"))
    if state not in SHOWN:
        return change
    return _with_next_reminder(change, grant, moment, (grant.ends_on - moment.day).days)


def _with_next_reminder(change: Change[Listing], grant: Grant, moment: Moment, at_most: int) -> Change[Listing]:
    """The next of the programme's reminders that lies at most so many days before the end."""
    ahead = [days for days in moment.programme(grant.programme).reminders if 0 < days <= at_most]
    if not ahead:
        return change
    due = _anniversary(grant, moment).shifted(-max(ahead), "reminder")
    return change.awaiting("remind_renewal", due, at=max(paris_midnight(due.day), moment.at + ONE_SECOND))


def _anniversary(grant: Grant, moment: Moment) -> DueDate:
    months = moment.programme(grant.programme).validity.months
    steps = (f"start {grant.decided_on}", f"rule {months} months", f"anniversary {grant.ends_on}")
    return DueDate("validity", grant.ends_on, steps)
