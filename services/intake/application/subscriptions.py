"""What intake listens to: complement requests, listings whose evidence it watches, and the decisive steps elsewhere."""

from services.intake.application.domain.complement import (
    close_complement,
    note_complement_extension,
    note_complement_request,
)
from services.intake.application.domain.evidence_expiry import watch_evidence
from services.intake.application.rows import APPLICATION, FOLLOW_UP
from services.intake.follow_up.domain.state import follow_up_of, note_progress
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

SUBSCRIPTIONS = (
    On(ComplementRequested, note_complement_request, APPLICATION),
    On(ComplementDeadlineExtended, note_complement_extension, APPLICATION),
    On(EvaluationLapsed, close_complement, APPLICATION),
    *(On(event, note_progress, FOLLOW_UP, target=follow_up_of) for event in FOLLOWED),
    On(ListingPublished, watch_evidence, APPLICATION),
)
