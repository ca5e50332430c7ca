"""The complaint (« plainte »). Its words and its author stay here (invariant 11)."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from shared.acts.moment import derived_id
from shared.contracts.vocabulary import CaseId, ComplaintId, DossierId, ListingId
from shared.programme.vocabulary import Severity


class State(StrEnum):
    """Process.md 3.4, thin path; the last two are terminal here (an escalated complaint goes on as a case)."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    TRIAGED = "triaged"
    DISMISSED = "dismissed"
    ESCALATED = "escalated"


COUNTED = tuple(state for state in State if state is not State.DISMISSED)
"""Complaints in these states count for the strata of a sample."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One complaint. `text` and `complainant` must reach no event, no log and no publisher."""

    id: ComplaintId
    state: State
    listing: ListingId
    dossier: DossierId
    organisation: str | None
    """Who publishes the service complained about."""
    category: str
    text: str = field(repr=False)
    complainant: str = field(repr=False)
    received_on: date
    programme: str
    severity: Severity | None = None
    ground: str | None = None
    """Why it was dismissed."""

    @property
    def case(self) -> CaseId:
        """Id of the non-compliance case that it opens if escalated."""
        return CaseId(derived_id("case", self.id))
