"""What is noted in a follow-up: the decisive steps of a dossier in the other services."""

from services.intake.follow_up.domain.state import follow_up_of, note_progress
from services.intake.follow_up.rows import FOLLOW_UP
from shared.contracts.catalogue.listing import (
    ListingExpired,
    ListingPublished,
    ListingReinstated,
    ListingSuspended,
    RenewalReminded,
)
from shared.contracts.decision.decision_file import (
    ApplicationLapsed,
    ConventionEnteredIntoForce,
    FavourableOpinionIssued,
    FavourableOpinionWithReservationsIssued,
    FavourableOpinionWithSuspensiveReservationsIssued,
    ListingGranted,
    ListingRefused,
    ReservationLifted,
    UnfavourableOpinionIssued,
)
from shared.contracts.evaluation.connection_tests import (
    ConnectionTestsFailed,
    ConnectionTestsPassed,
    ConnectionTestsRequired,
)
from shared.contracts.evaluation.evaluation import (
    ComplementDeadlineExtended,
    ComplementReminded,
    ComplementRequested,
    EvaluationLapsed,
    EvaluationReportIssued,
    EvaluationResumed,
    EvaluationStarted,
)
from shared.delivery.kafka.subscription import On

FOLLOWED = (
    EvaluationStarted,
    ComplementRequested,
    ComplementReminded,
    ComplementDeadlineExtended,
    EvaluationResumed,
    EvaluationLapsed,
    EvaluationReportIssued,
    ConnectionTestsRequired,
    ConnectionTestsPassed,
    ConnectionTestsFailed,
    FavourableOpinionIssued,
    FavourableOpinionWithReservationsIssued,
    FavourableOpinionWithSuspensiveReservationsIssued,
    UnfavourableOpinionIssued,
    ReservationLifted,
    ConventionEnteredIntoForce,
    ListingGranted,
    ListingRefused,
    ApplicationLapsed,
    ListingPublished,
    ListingSuspended,
    ListingReinstated,
    RenewalReminded,
    ListingExpired,
)

SUBSCRIPTIONS = tuple(On(event, note_progress, FOLLOW_UP, target=follow_up_of) for event in FOLLOWED)
