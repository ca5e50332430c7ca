"""The sanction file: a sanction that surveillance proposed, before the minister."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.contracts.vocabulary import CaseId, DossierId, ListingId, SuspensionScope


class State(StrEnum):
    """Process.md 2.11; the last two are final."""

    PROPOSED = "proposed"
    SUSPENDED = "suspended"
    LIFTED = "lifted"
    NO_SANCTION = "no_sanction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """What the minister ordered. `interim`: at once, for urgency, the publisher being heard afterwards."""

    scope: SuspensionScope
    interim: bool
    ordered_on: date
    ends_on: date
    lifted_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SanctionFile:
    """One case before the minister; `programme` is the version in force when it was opened."""

    id: CaseId
    dossier: DossierId
    listing: ListingId
    state: State
    programme: str
    rung: str
    """The rung of the programme's ladder that surveillance proposed."""
    scope: SuspensionScope
    urgency_grounds: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    """Digests of those who opened the case or proposed the sanction: they do not decide on it."""
    suspension: Suspension | None = None
