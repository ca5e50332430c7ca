"""What leads to an act on a case: escalated complaints, evidence that ended, the minister's decisions."""

from services.surveillance.case.domain.opening import case_of_evidence, open_case, open_evidence_case
from services.surveillance.case.domain.sanction import record_lifting, record_no_sanction, record_suspension
from services.surveillance.case.rows import CASE
from shared.contracts.decision.sanction import (
    InterimSuspensionOrdered,
    NoSanctionDecided,
    SuspensionLifted,
    SuspensionOrdered,
)
from shared.contracts.intake.application import EvidenceExpired
from shared.contracts.surveillance.complaint import ComplaintEscalated
from shared.delivery.kafka.subscription import On

SUBSCRIPTIONS = (
    On(ComplaintEscalated, open_case, CASE, target="case"),
    On(EvidenceExpired, open_evidence_case, CASE, target=case_of_evidence),
    On(SuspensionOrdered, record_suspension, CASE, target="case"),
    On(InterimSuspensionOrdered, record_suspension, CASE, target="case"),
    On(SuspensionLifted, record_lifting, CASE, target="case"),
    On(NoSanctionDecided, record_no_sanction, CASE, target="case"),
)
