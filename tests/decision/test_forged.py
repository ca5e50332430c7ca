"""What another service's rights on Kafka could put onto a topic is performed by nobody who hears it."""

import pytest
from msgspec.structs import replace

from services.catalogue.main import SERVICE as CATALOGUE
from services.decision.main import SERVICE as DECISION
from services.surveillance.main import SERVICE as SURVEILLANCE
from shared.contracts.surveillance.case import SanctionProposed
from shared.contracts.surveillance.complaint import ComplaintEscalated
from shared.contracts.vocabulary import CaseId, ComplaintId, DossierId, ListingId, SuspensionScope
from shared.delivery.kafka.subscription import Subscriptions
from shared.delivery.shell.messages import Incoming, Record, Unusable
from tests.builders import some_id
from tests.catalogue.listing.events import granted
from tests.console.lay import record

DOSSIER, CASE, LISTING = DossierId(some_id("dossier")), CaseId(some_id("case")), ListingId(some_id("listing"))
PROPOSED = record(
    SanctionProposed(
        case=CASE, dossier=DOSSIER, listing=LISTING, rung="SUSPENSION", scope=SuspensionScope.BOTH,
        urgency_grounds=("personal_data_exposed",),
    )
)  # fmt: skip
ESCALATED = record(
    ComplaintEscalated(complaint=ComplaintId(some_id("complaint")), case=CASE, dossier=DOSSIER, listing=LISTING)
)
GRANTED = record(granted())


def from_source(record: Record, source: bytes) -> Record:
    headers = tuple((name, source if name == "ce_source" else value) for name, value in record.headers)
    return replace(record, headers=headers)


@pytest.mark.parametrize(
    ("hearing", "forged", "reason"),
    [
        (DECISION.subscriptions, replace(PROPOSED, topic="referencement.evaluation.v1"), "wrong_topic"),
        (SURVEILLANCE.subscriptions, replace(ESCALATED, topic="referencement.catalogue.v1"), "wrong_topic"),
        (CATALOGUE.subscriptions, from_source(GRANTED, b"/evil/anything"), "wrong_source"),
        (CATALOGUE.subscriptions, from_source(GRANTED, b"/referencement/surveillance"), "wrong_source"),
        (CATALOGUE.subscriptions, replace(GRANTED, key=some_id("another").encode()), "wrong_key"),
    ],
)
def test_a_forged_record_is_set_aside_with_its_reason(hearing: Subscriptions, forged: Record, reason: str) -> None:
    [message] = hearing.read(forged)

    assert isinstance(message, Unusable)
    assert message.reason == reason


@pytest.mark.parametrize(
    ("hearing", "record"),
    [(DECISION.subscriptions, PROPOSED), (SURVEILLANCE.subscriptions, ESCALATED), (CATALOGUE.subscriptions, GRANTED)],
)
def test_the_same_from_its_owner_leads_to_an_act(hearing: Subscriptions, record: Record) -> None:
    [message] = hearing.read(record)

    assert isinstance(message, Incoming)
