"""The lives of surveillance's four aggregates: every transition, in one table each (process.md 3.3, 3.4)."""

from services.surveillance.domain.campaign import State as Campaign
from services.surveillance.domain.campaign import draw_sample, plan_campaign
from services.surveillance.domain.case import State as Case
from services.surveillance.domain.case import close_case, open_case, open_evidence_case
from services.surveillance.domain.complaint import State as Complaint
from services.surveillance.domain.complaint import acknowledge_complaint, escalate_acknowledgement, receive_complaint
from services.surveillance.domain.hearing import note_observations_elapsed, notify_grounds, receive_observations
from services.surveillance.domain.sanction import (
    propose_sanction,
    record_lifting,
    record_no_sanction,
    record_suspension,
)
from services.surveillance.domain.triage import (
    dismiss_complaint,
    escalate_complaint,
    escalate_triage,
    triage_complaint,
)
from services.surveillance.domain.watch import State as Watch
from services.surveillance.domain.watch import note_expiry, note_publication, note_reinstatement, note_suspension
from shared.acts.life import Life

ANY_WATCH = (Watch.PUBLISHED, Watch.SUSPENDED, Watch.EXPIRED)
UNDECIDED = (Case.OPENED, Case.GROUNDS_NOTIFIED, Case.INSTRUCTED)

WATCH = Life(
    ((None, *ANY_WATCH), note_publication, ANY_WATCH),
    ((None, *ANY_WATCH), note_suspension, ANY_WATCH),
    ((None, *ANY_WATCH), note_reinstatement, ANY_WATCH),
    ((None, *ANY_WATCH), note_expiry, ANY_WATCH),
)

COMPLAINT = Life(
    (None, receive_complaint, Complaint.RECEIVED),
    (Complaint.RECEIVED, acknowledge_complaint, Complaint.ACKNOWLEDGED),
    (Complaint.RECEIVED, escalate_acknowledgement, Complaint.RECEIVED),
    (Complaint.RECEIVED, escalate_triage, Complaint.RECEIVED),
    (Complaint.ACKNOWLEDGED, escalate_triage, Complaint.ACKNOWLEDGED),
    (Complaint.ACKNOWLEDGED, triage_complaint, Complaint.TRIAGED),
    (Complaint.TRIAGED, dismiss_complaint, Complaint.DISMISSED),
    (Complaint.TRIAGED, escalate_complaint, Complaint.ESCALATED),
)

CASE = Life(
    (None, open_case, Case.OPENED),
    (None, open_evidence_case, Case.OPENED),
    ((Case.OPENED, Case.INSTRUCTED), notify_grounds, Case.GROUNDS_NOTIFIED),
    (Case.GROUNDS_NOTIFIED, receive_observations, Case.INSTRUCTED),
    (Case.INSTRUCTED, receive_observations, Case.INSTRUCTED),
    (Case.PROPOSED, receive_observations, Case.PROPOSED),
    (Case.MEASURES_RUNNING, receive_observations, Case.MEASURES_RUNNING),
    (Case.GROUNDS_NOTIFIED, note_observations_elapsed, Case.INSTRUCTED),
    (UNDECIDED, propose_sanction, Case.PROPOSED),
    (UNDECIDED, close_case, Case.NO_FURTHER_ACTION),
    ((Case.PROPOSED, Case.MEASURES_RUNNING), record_suspension, Case.MEASURES_RUNNING),
    ((Case.PROPOSED, Case.MEASURES_RUNNING), record_lifting, Case.CLOSED),
    ((Case.PROPOSED, Case.MEASURES_RUNNING), record_no_sanction, Case.NO_FURTHER_ACTION),
    *(
        (ended, late, ended)
        for ended in (Case.CLOSED, Case.NO_FURTHER_ACTION)
        for late in (record_suspension, record_lifting, record_no_sanction)
    ),
)

CAMPAIGN = Life(
    (None, plan_campaign, Campaign.PLANNED),
    (Campaign.PLANNED, draw_sample, Campaign.DRAWN),
)
