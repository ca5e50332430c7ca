"""Who acts, and in which capacity. Only the standard library: rules ask an actor, they never see a token."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Role(StrEnum):
    """The capacities the process knows. The value is what a token carries and what the journal keeps."""

    PUBLISHER = "publisher"
    """« Éditeur »: files and maintains the dossiers of its own organisation."""
    DESK_OFFICER = "desk_officer"
    """« Guichet »: checks admissibility, asks for pieces, follows time limits."""
    EVALUATOR = "evaluator"
    """« Évaluateur »: scores criteria and signs the evaluation report."""
    COMMISSION_SECRETARY = "commission_secretary"
    """« Secrétaire de la commission »: convenes sittings and records the opinions."""
    MINISTER_DELEGATE = "minister_delegate"
    """« Délégué du ministre »: signs grants, refusals and sanctions."""
    AUDITOR = "auditor"
    """« Auditeur »: carries out sampling audits of listed services."""
    HOLDER = "holder"
    """« Titulaire » of a Mon espace santé account: a citizen, who browses, consents and complains."""
    SYSTEM = "system"
    """The process itself, when a deadline falls due or an event arrives. No token ever confers it."""


SYSTEM_PREFIX = "system:"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or a process, as the journal names it: `id` is a pseudonym of the identity provider, never a name."""

    id: str
    roles: frozenset[Role] = frozenset()
    organisation: str | None = None

    @classmethod
    def system(cls, name: str) -> Self:
        """The process acting by itself: `Actor.system("deadlines")` is journaled as `system:deadlines`."""
        return cls(SYSTEM_PREFIX + name, frozenset({Role.SYSTEM}))

    def has(self, role: Role) -> bool:
        return role in self.roles

    def acting_as(self, *accepted: Role) -> Role | None:
        """The first accepted role this actor holds: the capacity to journal. None when the act is not theirs."""
        return next((role for role in accepted if role in self.roles), None)

    def belongs_to(self, organisation: str | None) -> bool:
        """Whether the actor speaks for this organisation. Two unknown organisations are not the same one."""
        return organisation is not None and self.organisation == organisation
