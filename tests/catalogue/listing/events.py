"""What the catalogue's tests speak of: one listing, what the minister decides on it, the shell."""

from datetime import date
from typing import Any

from services.catalogue.listing.domain.expiry import expire_listing, remind_renewal
from services.catalogue.listing.domain.life import TRANSITIONS
from services.catalogue.listing.domain.publication import publish_listing
from services.catalogue.listing.domain.suspension import reinstate_listing, suspend_listing
from shared.acts.act import AnyAct
from shared.acts.change import Change, SetDeadline
from shared.acts.due import Deadline
from shared.contracts.decision.decision_file import ListingGranted
from shared.contracts.decision.sanction import InterimSuspensionOrdered, SuspensionLifted, SuspensionOrdered
from shared.contracts.vocabulary import CaseId, DossierId, ListingId, Opinion, ServiceProfile, SuspensionScope, Typology
from shared.programme.loading import published
from tests.builders import at, perform, some_id

LISTING = ListingId(some_id("listing"))
DOSSIER = DossierId(some_id("dossier"))
CASE, OTHER_CASE = CaseId(some_id("case")), CaseId(some_id("other case"))
PROGRAMME = published().in_force_on(date(2026, 3, 10)).ref
Order = SuspensionOrdered | InterimSuspensionOrdered
Decision = ListingGranted | Order | SuspensionLifted


def a_service(**differently: object) -> ServiceProfile:
    """A service without exchange, in the category of follow-up."""
    usual: dict[str, Any] = {
        "name": "Carnet de tension",
        "publisher": "Exemple Santé SAS",
        "organisation": "org-1",
        "category": "condition_follow_up",
        "forms": ("mobile_application",),
        "typology": Typology.WITHOUT_EXCHANGE,
    }
    return ServiceProfile(**{**usual, **differently})


def granted(**differently: object) -> ListingGranted:
    """The grant of 10 March 2026, ending on 10 March 2027, all conditions met."""
    usual: dict[str, Any] = {
        "dossier": DOSSIER,
        "listing": LISTING,
        "service": a_service(),
        "programme": PROGRAMME,
        "decided_on": date(2026, 3, 10),
        "ends_on": date(2027, 3, 10),
        "opinion": Opinion.FAVOURABLE,
        "reservations": (),
        "convention_signed": True,
        "tests": "not_required",
    }
    return ListingGranted(**{**usual, **differently})


def ordered(on: str = "2026-06-01", case: CaseId = CASE, scope: SuspensionScope = SuspensionScope.BOTH) -> Order:
    """An order to suspend until 30 August 2026."""
    return SuspensionOrdered(
        case=case,
        dossier=DOSSIER,
        listing=LISTING,
        scope=scope,
        ordered_on=date.fromisoformat(on),
        ends_on=date(2026, 8, 30),
    )


def ordered_at_once(on: str = "2026-06-01", case: CaseId = CASE) -> Order:
    """An interim order, for urgency."""
    return InterimSuspensionOrdered(
        case=case,
        dossier=DOSSIER,
        listing=LISTING,
        scope=SuspensionScope.BOTH,
        ordered_on=date.fromisoformat(on),
        ends_on=date(2026, 6, 9),
    )


def lifted(on: str = "2026-07-01", case: CaseId = CASE) -> SuspensionLifted:
    """The lifting of a case's suspension."""
    return SuspensionLifted(case=case, dossier=DOSSIER, listing=LISTING, lifted_on=date.fromisoformat(on))


ACTS: dict[type[Any], AnyAct] = {
    ListingGranted: publish_listing,
    SuspensionOrdered: suspend_listing,
    InterimSuspensionOrdered: suspend_listing,
    SuspensionLifted: reinstate_listing,
}


def hear(state: object, decision: Decision, day: str) -> Change[Any]:
    """The catalogue hears of a decision on that day."""
    return perform(TRANSITIONS, ACTS[type(decision)], state, decision, at(day))


def after(*happenings: tuple[Decision, str]) -> Any:  # noqa: ANN401
    """The listing after decisions heard on their days."""
    state = None
    for decision, day in happenings:
        state = hear(state, decision, day).state
    return state


def awaiting(change: Change[Any], kind: str) -> SetDeadline:
    """The deadline of that kind that a change sets."""
    (found,) = (one for one in change.deadlines if isinstance(one, SetDeadline) and one.kind == kind)
    return found


def fire(state: object, deadline: Deadline, day: str, hour: int = 0) -> Change[Any]:
    """A deadline fires."""
    act = {"expire_listing": expire_listing, "remind_renewal": remind_renewal}[deadline.kind]
    return perform(TRANSITIONS, act, state, deadline, at(day, hour=hour))
