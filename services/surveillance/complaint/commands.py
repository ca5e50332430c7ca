"""The commands on complaints: path, body, act."""

from services.surveillance.complaint import examples
from services.surveillance.complaint.domain.reception import (
    AcknowledgeComplaint,
    ReceiveComplaint,
    acknowledge_complaint,
    receive_complaint,
)
from services.surveillance.complaint.domain.triage import (
    DismissComplaint,
    EscalateComplaint,
    TriageComplaint,
    dismiss_complaint,
    escalate_complaint,
    triage_complaint,
)
from services.surveillance.complaint.queries import filed_complaint
from services.surveillance.complaint.rows import COMPLAINT
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
)
ROUTER = command_router(*COMMANDS)
