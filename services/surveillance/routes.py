"""Surveillance's HTTP doors: one row per command, then the reads."""

from services.surveillance import examples
from services.surveillance.domain.campaign import DrawSample, PlanCampaign, draw_sample, plan_campaign
from services.surveillance.domain.case import CloseCase, close_case
from services.surveillance.domain.complaint import (
    AcknowledgeComplaint,
    ReceiveComplaint,
    acknowledge_complaint,
    receive_complaint,
)
from services.surveillance.domain.hearing import (
    NotifyGrounds,
    ReceiveObservations,
    notify_grounds,
    receive_observations,
)
from services.surveillance.domain.sanction import ProposeSanction, propose_sanction
from services.surveillance.domain.triage import (
    DismissComplaint,
    EscalateComplaint,
    TriageComplaint,
    dismiss_complaint,
    escalate_complaint,
    triage_complaint,
)
from services.surveillance.lookups import filed_complaint, published_listings
from services.surveillance.queries import router as queries
from services.surveillance.tables import CAMPAIGN, CASE, COMPLAINT
from shared.http.commands import Command, command_router
from shared.http.rates import Limit

COMMANDS = (
    Command(
        "/complaints",
        ReceiveComplaint,
        receive_complaint,
        COMPLAINT,
        examples.COMPLAINT,
        prepare=filed_complaint,
        limit=Limit.COMPLAINTS,
    ),
    Command("/complaints/{id}/acknowledgement", AcknowledgeComplaint, acknowledge_complaint, COMPLAINT),
    Command("/complaints/{id}/triage", TriageComplaint, triage_complaint, COMPLAINT, examples.TRIAGE),
    Command("/complaints/{id}/dismissal", DismissComplaint, dismiss_complaint, COMPLAINT, examples.GROUND),
    Command("/complaints/{id}/escalation", EscalateComplaint, escalate_complaint, COMPLAINT),
    Command("/cases/{id}/grounds", NotifyGrounds, notify_grounds, CASE, examples.GROUNDS),
    Command("/cases/{id}/observations", ReceiveObservations, receive_observations, CASE, examples.OBSERVATIONS),
    Command("/cases/{id}/proposal", ProposeSanction, propose_sanction, CASE, examples.PROPOSAL),
    Command("/cases/{id}/closure", CloseCase, close_case, CASE, examples.GROUND),
    Command("/campaigns", PlanCampaign, plan_campaign, CAMPAIGN, prepare=published_listings),
    Command("/campaigns/{id}/draw", DrawSample, draw_sample, CAMPAIGN, examples.DRAW),
)

ROUTERS = (command_router(*COMMANDS), queries)
