"""Rule S-20: evidence of a listed service that ended opens a case, once, for people to look into."""

from dataclasses import replace
from datetime import date

from services.surveillance.case.domain.hearing import (
    NotifyGrounds,
    ReceiveObservations,
    notify_grounds,
    receive_observations,
)
from services.surveillance.case.domain.life import TRANSITIONS as CASE_LIFE
from services.surveillance.case.domain.opening import case_of_evidence, open_evidence_case
from services.surveillance.main import SERVICE
from shared.contracts.intake.application import EvidenceExpired
from tests.builders import DESK, PUBLISHER, at, perform, told
from tests.surveillance.hosting import Site
from tests.surveillance.scenario import DOSSIER, LISTING

EXPIRED = EvidenceExpired(
    dossier=DOSSIER, listing=LISTING, organisation="org-1", criteria=("SEC-10", "SEC-17"), documents=(),
    until=date(2026, 9, 1),
)  # fmt: skip


def test_an_end_opens_a_case_that_knows_the_criteria_and_who_may_answer() -> None:
    change = perform(CASE_LIFE, open_evidence_case, None, EXPIRED, at("2026-09-02"))

    case = change.state
    assert (case.id, case.state, case.complaint) == (case_of_evidence(EXPIRED), "opened", None)
    assert (case.evidence, case.organisation, case.opened_on) == (("SEC-10", "SEC-17"), "org-1", date(2026, 9, 2))
    assert told(change) == ["NonComplianceCaseOpened"]


def test_the_publisher_is_heard_as_in_any_other_case() -> None:
    case = perform(CASE_LIFE, open_evidence_case, None, EXPIRED, at("2026-09-02")).state
    grounds = NotifyGrounds(rung="WARNING", grounds=("SEC-10",))
    notified = perform(CASE_LIFE, notify_grounds, case, grounds, at("2026-09-03", DESK)).state
    answer = ReceiveObservations(text="Le nouveau rapport est déposé.")

    assert perform(CASE_LIFE, receive_observations, notified, answer, at("2026-09-04", PUBLISHER)).state.observations


def test_another_end_of_the_same_listing_is_another_case() -> None:
    assert case_of_evidence(replace(EXPIRED, until=date(2026, 10, 1))) != case_of_evidence(EXPIRED)


async def test_an_end_heard_of_opens_one_case_however_often_it_comes(site: Site) -> None:
    await site.hear(EXPIRED)
    record = (await site.relayed())[-1]

    assert [type(on.event).__name__ for on in SERVICE.subscriptions.ons if on.event is EvidenceExpired] == ["type"]
    assert await site.found("SELECT id::text, state FROM cases") == [(case_of_evidence(EXPIRED), "opened")]
    assert await site.told() == ["NonComplianceCaseOpened"]
    assert record.key.decode() == case_of_evidence(EXPIRED)
