"""What people do with a dossier of the demonstration. Every field has the usual course as its default."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from pydantic import Field

from deploy.demo.part import Part
from shared.contracts.vocabulary import Opinion, SuspensionScope


class Withdrawal(StrEnum):
    """When the publisher gives up, if at all: each is a state of the application in intake."""

    NEVER = "never"
    PRIOR_REQUEST = "prior_request"
    DRAFT = "draft"
    SUBMITTED = "submitted"


class CommissionReservation(Part):
    """A reservation of the commission on one criterion."""

    criterion: str
    suspensive: bool = False
    measure: str = "conformity_to_be_shown"
    """Code of the measure expected."""


class CommissionOpinion(Part):
    """The commission's own opinion, where it does not follow the suggested one."""

    opinion: Opinion
    reservations: list[CommissionReservation] = Field(default_factory=list)
    grounds: list[str] = Field(default_factory=list)
    reason: str = "differs_after_deliberation"


class Correction(Part):
    """A finding that the lead evaluator holds against the engine's."""

    state: Literal["compliant", "partially", "non_compliant", "not_applicable", "unverified"]
    reason: str = "Constat fictif, écrit pour la démonstration."


class ComplaintEnd(StrEnum):
    """What becomes of a complaint."""

    DISMISSED = "dismissed"
    NO_SANCTION = "no_sanction"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"


class Complaint(Part):
    """A complaint about the listed service, and what comes of it."""

    category: str
    """A complaint category of the programme, such as MISLEADING_CONTENT."""
    text: str = "Plainte fictive, écrite pour la démonstration."
    severity: Literal["critical", "major", "minor"] = "major"
    ends: ComplaintEnd = ComplaintEnd.DISMISSED
    ground: str = "unfounded"
    """Why it is dismissed, or notified to the publisher: a code."""
    urgent: bool = False
    """Suspended at once; the publisher is heard afterwards."""
    observations: str | None = "Observations fictives, écrites pour la démonstration."
    """What the publisher answers; null: nothing, until the period for it has passed."""
    scope: SuspensionScope = SuspensionScope.BOTH


class Script(Part):
    """What people do. An incomplete file is always sent back for completion, unless it is declared inadmissible."""

    prior_request: Literal["validate", "reject"] = "validate"
    withdrawal: Withdrawal = Withdrawal.NEVER
    admissibility: Literal["declare", "inadmissible"] = "declare"
    corrections: Mapping[str, Correction] = Field(default_factory=dict)
    """Findings that the lead evaluator corrects, by criterion."""
    tests: Literal["pass", "fail", "fail_then_pass"] = "pass"
    """Connection tests, for services with exchange."""
    opinion: CommissionOpinion | None = None
    """null: the commission follows the suggested opinion."""
    lifting: Literal["lifted", "never"] = "lifted"
    """Suspensive reservations; never: the application lapses."""
    decision: Literal["auto", "refuse"] = "auto"
    """auto: the minister grants what the law allows to grant, and refuses the rest."""
    complaints: list[Complaint] = Field(default_factory=list)
