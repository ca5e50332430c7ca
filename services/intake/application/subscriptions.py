"""What leads to an act on an application: complement requests, and the listing whose evidence is watched."""

from services.intake.application.domain.complement import (
    close_complement,
    note_complement_extension,
    note_complement_request,
)
from services.intake.application.domain.evidence_expiry import watch_evidence
from services.intake.application.rows import APPLICATION
from shared.contracts.catalogue.listing import ListingPublished
from shared.contracts.evaluation.evaluation import ComplementDeadlineExtended, ComplementRequested, EvaluationLapsed
from shared.delivery.kafka.subscription import On

SUBSCRIPTIONS = (
    On(ComplementRequested, note_complement_request, APPLICATION),
    On(ComplementDeadlineExtended, note_complement_extension, APPLICATION),
    On(EvaluationLapsed, close_complement, APPLICATION),
    On(ListingPublished, watch_evidence, APPLICATION),
)
