"""What intake listens to: the decisive steps of a dossier elsewhere, to show them to its publisher."""

from services.intake.domain.follow_up import follow_up_of, note_progress
from services.intake.tables import FOLLOW_UP
from shared.contracts import catalogue, decision, evaluation
from shared.delivery.subscription import On, Subscriptions

FOLLOWED = (
    evaluation.EvaluationStarted,
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

SUBSCRIPTIONS = Subscriptions(
    "intake", *(On(event, note_progress, FOLLOW_UP, target=follow_up_of) for event in FOLLOWED)
)
