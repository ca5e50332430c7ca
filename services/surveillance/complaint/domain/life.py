"""The life of a complaint: every transition (process.md 3.4)."""

from services.surveillance.complaint.domain.reception import (
    acknowledge_complaint,
    escalate_acknowledgement,
    receive_complaint,
)
from services.surveillance.complaint.domain.state import State
from services.surveillance.complaint.domain.triage import (
    dismiss_complaint,
    escalate_complaint,
    escalate_triage,
    triage_complaint,
)
from shared.acts.life import Life

TRANSITIONS = Life(
    (None, receive_complaint, State.RECEIVED),
    (State.RECEIVED, acknowledge_complaint, State.ACKNOWLEDGED),
    (State.RECEIVED, escalate_acknowledgement, State.RECEIVED),
    (State.RECEIVED, escalate_triage, State.RECEIVED),
    (State.ACKNOWLEDGED, escalate_triage, State.ACKNOWLEDGED),
    (State.ACKNOWLEDGED, triage_complaint, State.TRIAGED),
    (State.TRIAGED, dismiss_complaint, State.DISMISSED),
    (State.TRIAGED, escalate_complaint, State.ESCALATED),
)
