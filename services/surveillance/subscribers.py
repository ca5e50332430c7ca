"""What surveillance listens to: catalogue's listings, their evidence in intake, its own complaints, the minister."""

from services.surveillance.domain.case import case_of_evidence, open_case, open_evidence_case
from services.surveillance.domain.sanction import record_lifting, record_no_sanction, record_suspension
from services.surveillance.domain.watch import (
    note_expiry,
    note_publication,
    note_reinstatement,
    note_suspension,
    watch_of_told,
)
from services.surveillance.tables import CASE, WATCH
from shared.contracts import catalogue, decision, intake, surveillance
from shared.delivery.subscription import On

SUBSCRIPTIONS = (
    On(catalogue.ListingPublished, note_publication, WATCH, target=watch_of_told),
    On(catalogue.ListingSuspended, note_suspension, WATCH, target=watch_of_told),
    On(catalogue.ListingReinstated, note_reinstatement, WATCH, target=watch_of_told),
    On(catalogue.ListingExpired, note_expiry, WATCH, target=watch_of_told),
    On(surveillance.ComplaintEscalated, open_case, CASE, target="case"),
    On(intake.EvidenceExpired, open_evidence_case, CASE, target=case_of_evidence),
    On(decision.SuspensionOrdered, record_suspension, CASE, target="case"),
    On(decision.InterimSuspensionOrdered, record_suspension, CASE, target="case"),
    On(decision.SuspensionLifted, record_lifting, CASE, target="case"),
    On(decision.NoSanctionDecided, record_no_sanction, CASE, target="case"),
)
