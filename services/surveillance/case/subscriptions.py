"""What leads to an act on a case: escalated complaints, evidence that ended, the minister's decisions."""

from services.surveillance.case.domain.opening import case_of_evidence, open_case, open_evidence_case
from services.surveillance.case.domain.sanction import record_lifting, record_no_sanction, record_suspension
from services.surveillance.case.rows import CASE
from shared.contracts import decision, intake, surveillance
from shared.delivery.subscription import On

SUBSCRIPTIONS = (
    On(surveillance.ComplaintEscalated, open_case, CASE, target="case"),
    On(intake.EvidenceExpired, open_evidence_case, CASE, target=case_of_evidence),
    On(decision.SuspensionOrdered, record_suspension, CASE, target="case"),
    On(decision.InterimSuspensionOrdered, record_suspension, CASE, target="case"),
    On(decision.SuspensionLifted, record_lifting, CASE, target="case"),
    On(decision.NoSanctionDecided, record_no_sanction, CASE, target="case"),
)
