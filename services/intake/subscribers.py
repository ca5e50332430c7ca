"""What intake listens to: complement requests, listings whose evidence it watches, and the decisive steps elsewhere."""

from services.intake.domain.complement import close_complement, note_complement_extension, note_complement_request
from services.intake.domain.evidence_expiry import watch_evidence
from services.intake.domain.follow_up import follow_up_of, note_progress
from services.intake.tables import APPLICATION, FOLLOW_UP
from shared.contracts import catalogue, decision, evaluation
from shared.delivery.subscription import On

FOLLOWED = (
    evaluation.EvaluationStarted,
    evaluation.ComplementRequested,
    evaluation.ComplementReminded,
    evaluation.ComplementDeadlineExtended,
    evaluation.EvaluationResumed,
    evaluation.EvaluationLapsed,
    evaluation.EvaluationReportIssued,
    evaluation.ConnectionTestsRequired,
    evaluation.ConnectionTestsPassed,
    evaluation.ConnectionTestsFailed,
    decision.FavourableOpinionIssued,
    decision.FavourableOpinionWithReservationsIssued,
    decision.FavourableOpinionWithSuspensiveReservationsIssued,
    decision.UnfavourableOpinionIssued,
    decision.ReservationLifted,
    decision.ConventionEnteredIntoForce,
    decision.ListingGranted,
    decision.ListingRefused,
    decision.ApplicationLapsed,
    catalogue.ListingPublished,
    catalogue.ListingSuspended,
    catalogue.ListingReinstated,
    catalogue.RenewalReminded,
    catalogue.ListingExpired,
)

SUBSCRIPTIONS = (
    On(evaluation.ComplementRequested, note_complement_request, APPLICATION),
    On(evaluation.ComplementDeadlineExtended, note_complement_extension, APPLICATION),
    On(evaluation.EvaluationLapsed, close_complement, APPLICATION),
    *(On(event, note_progress, FOLLOW_UP, target=follow_up_of) for event in FOLLOWED),
    On(catalogue.ListingPublished, watch_evidence, APPLICATION),
)
