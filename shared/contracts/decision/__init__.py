"""What decision publishes, one module per aggregate. Importing one registers the types of all."""

from shared.contracts.decision import decision_file, sanction
from shared.contracts.decision.decision_file import (
    ApplicationLapsed,
    ConventionCountersigned,
    ConventionEnteredIntoForce,
    ConventionSignedByPublisher,
    DecisionDeadlineMissed,
    FavourableOpinionIssued,
    FavourableOpinionWithReservationsIssued,
    FavourableOpinionWithSuspensiveReservationsIssued,
    LatestDecision,
    ListingGranted,
    ListingRefused,
    OpenReservation,
    ReservationLifted,
    ReservationReminded,
    UnfavourableOpinionIssued,
    Verdict,
)
from shared.contracts.decision.sanction import (
    InterimSuspensionOrdered,
    NoSanctionDecided,
    SuspensionLifted,
    SuspensionOrdered,
    SuspensionReviewDue,
)

__all__ = [
    "ApplicationLapsed",
    "ConventionCountersigned",
    "ConventionEnteredIntoForce",
    "ConventionSignedByPublisher",
    "DecisionDeadlineMissed",
    "FavourableOpinionIssued",
    "FavourableOpinionWithReservationsIssued",
    "FavourableOpinionWithSuspensiveReservationsIssued",
    "InterimSuspensionOrdered",
    "LatestDecision",
    "ListingGranted",
    "ListingRefused",
    "NoSanctionDecided",
    "OpenReservation",
    "ReservationLifted",
    "ReservationReminded",
    "SuspensionLifted",
    "SuspensionOrdered",
    "SuspensionReviewDue",
    "UnfavourableOpinionIssued",
    "Verdict",
    "decision_file",
    "sanction",
]
