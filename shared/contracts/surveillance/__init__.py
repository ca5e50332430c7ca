"""What surveillance publishes, one module per aggregate. Importing one registers the types of all."""

from shared.contracts.surveillance import campaign, case, complaint
from shared.contracts.surveillance.campaign import SampleDrawn, SamplingCampaignPlanned
from shared.contracts.surveillance.case import (
    CaseClosed,
    GroundsNotified,
    NonComplianceCaseOpened,
    ObservationsPeriodElapsed,
    ObservationsReceived,
    SanctionProposed,
)
from shared.contracts.surveillance.complaint import (
    ComplaintAcknowledged,
    ComplaintDeadlineMissed,
    ComplaintDismissed,
    ComplaintEscalated,
    ComplaintReceived,
    ComplaintTriaged,
)

__all__ = [
    "CaseClosed",
    "ComplaintAcknowledged",
    "ComplaintDeadlineMissed",
    "ComplaintDismissed",
    "ComplaintEscalated",
    "ComplaintReceived",
    "ComplaintTriaged",
    "GroundsNotified",
    "NonComplianceCaseOpened",
    "ObservationsPeriodElapsed",
    "ObservationsReceived",
    "SampleDrawn",
    "SamplingCampaignPlanned",
    "SanctionProposed",
    "campaign",
    "case",
    "complaint",
]
