"""The listing (« référencement » as a status): one entry of the catalogue.

Its state is a function of what the minister decided (grant, suspension orders, their lifting) and of the day; nothing
in it comes from elsewhere. Decisions of different cases may therefore arrive in any order, and the catalogue can be
rebuilt from them.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.contracts.decision.decision_file import ListingGranted
from shared.contracts.vocabulary import CaseId, DossierId, ListingId, ServiceProfile, SuspensionScope, Typology
from shared.texts.folding import folded


class State(StrEnum):
    """Process.md 3.3. EXPIRED is terminal."""

    AWAITING_GRANT = "awaiting_grant"
    """An order arrived before the grant: orders wait here until the grant comes. Not public."""
    AWAITING_PUBLICATION = "awaiting_publication"
    """Granted, but convention or connection tests did not pass the re-check. Not public."""
    PUBLISHED = "published"
    SUSPENDED = "suspended"
    EXPIRED = "expired"


SHOWN = (State.PUBLISHED, State.SUSPENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """The minister's decision to list a service."""

    service: ServiceProfile
    programme: str
    decided_on: date
    ends_on: date
    """The anniversary of the decision: the first day without listing."""
    convention_signed: bool
    tests: str

    @staticmethod
    def of(event: ListingGranted) -> "Grant":
        """The part of the decision that the catalogue executes."""
        return Grant(
            service=event.service,
            programme=event.programme,
            decided_on=event.decided_on,
            ends_on=event.ends_on,
            convention_signed=event.convention_signed,
            tests=event.tests,
        )

    @property
    def may_be_published(self) -> bool:
        """Convention fully signed; tests passed, or not required and no exchange (invariant 2)."""
        without_exchange = self.service.typology is Typology.WITHOUT_EXCHANGE
        return self.convention_signed and (
            self.tests == "passed" or (self.tests == "not_required" and without_exchange)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspensionOrder:
    """An order of the minister to suspend. `ended_on`: lifted, or replaced by a later order of the same case."""

    case: CaseId
    scope: SuspensionScope
    ordered_on: date
    until: date
    interim: bool
    ended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One entry of the catalogue."""

    id: ListingId
    dossier: DossierId
    state: State = State.AWAITING_GRANT
    grant: Grant | None = None
    orders: tuple[SuspensionOrder, ...] = ()
    """Every order ever, by day and case."""

    def state_on(self, day: date) -> State:
        """The state that the decisions give on that day (Paris). Once expired, expired."""
        if self.grant is None:
            return State.AWAITING_GRANT
        if self.state is State.EXPIRED or day >= self.grant.ends_on:
            return State.EXPIRED
        if not self.grant.may_be_published:
            return State.AWAITING_PUBLICATION
        return State.SUSPENDED if self.standing else State.PUBLISHED

    @property
    def standing(self) -> tuple[SuspensionOrder, ...]:
        """The orders in force; several cases may suspend the same listing."""
        return tuple(order for order in self.orders if order.ended_on is None)

    @property
    def suspension_scope(self) -> SuspensionScope | None:
        """What all orders in force suspend together; None: no order is in force."""
        scopes = {order.scope for order in self.standing}
        if len(scopes) > 1:
            return SuspensionScope.BOTH
        return scopes.pop() if scopes else None

    @property
    def suspended_on(self) -> date | None:
        """Since when; None: not suspended."""
        return min((order.ordered_on for order in self.standing), default=None)

    @property
    def programme(self) -> str | None:
        """The version under which it was granted."""
        return self.grant.programme if self.grant else None

    @property
    def service_name(self) -> str | None:
        """A search column."""
        return self.grant.service.name if self.grant else None

    @property
    def publisher(self) -> str | None:
        """A search column."""
        return self.grant.service.publisher if self.grant else None

    @property
    def category(self) -> str | None:
        """A search column."""
        return self.grant.service.category if self.grant else None

    @property
    def typology(self) -> str | None:
        """A search column."""
        return self.grant.service.typology if self.grant else None

    @property
    def ends_on(self) -> date | None:
        """A search column."""
        return self.grant.ends_on if self.grant else None

    @property
    def sorting(self) -> str | None:
        """A search column: the name as people order names."""
        return folded(self.grant.service.name) if self.grant else None

    @property
    def search(self) -> str | None:
        """A search column: every word of the public profile, without case or accents."""
        if self.grant is None:
            return None
        service = self.grant.service
        return folded(" ".join((service.name, service.publisher, service.description or "")))
