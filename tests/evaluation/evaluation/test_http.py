"""Evaluation over HTTP, on a real database: who may do what, who sees what."""

from base64 import b64encode
from hashlib import sha256

import pytest

from shared.contracts.intake.application import ComplementProvided
from shared.identity.actor import Actor
from tests.builders import AUDITOR, EVALUATOR, OTHER_PUBLISHER, PUBLISHER, REVIEWER, some_id
from tests.evaluation.builders import DOSSIER, admissible
from tests.evaluation.client import ASSIGNMENT, SEC_07, WHERE, Client
from tests.evaluation.hosting import arrive, found, record


async def through_to_the_report(client: Client) -> None:
    for who, path, body in (
        (EVALUATOR, f"{WHERE}/start", ASSIGNMENT),
        (EVALUATOR, f"{WHERE}/findings", SEC_07),
        (REVIEWER, f"{WHERE}/report", None),
    ):
        status, answer = await client.post(who, path, body)
        assert status == 200, answer


async def test_an_evaluation_goes_from_waiting_to_its_report(client: Client) -> None:
    await through_to_the_report(client)

    status, shown = await client.get(AUDITOR, WHERE)

    assert (status, shown["state"], shown["version"], shown["allowed"]) == (200, "evaluated", 4, [])
    assert (shown["lead"], shown["reviewer"], shown["issued_on"]) == ("eva-1", "eva-2", "2024-07-01")
    assert shown["corrections"] == {"SEC-07": {"state": "non_compliant", "reason": "Not on the phone."}}
    assert shown["suggested"]["SEC-07"] == {"state": "compliant", "reason": ""}


async def test_the_publisher_sees_the_state_but_no_report_before_it_is_issued(client: Client) -> None:
    await client.post(EVALUATOR, f"{WHERE}/start", ASSIGNMENT)
    await client.post(EVALUATOR, f"{WHERE}/findings", SEC_07)

    assert await client.get(PUBLISHER, WHERE) == (
        200, {"id": DOSSIER, "state": "in_evaluation", "version": 3, "report": None, "complement": None},
    )  # fmt: skip


async def test_the_publisher_sees_the_facts_of_the_report_and_no_person(client: Client) -> None:
    await through_to_the_report(client)

    _, shown = await client.get(PUBLISHER, WHERE)

    assert sorted(shown) == ["complement", "id", "report", "state", "version"]
    assert sorted(shown["report"]) == [
        "conformity", "issued_on", "not_met", "programme", "programme_hash", "scores", "sha256", "suggested_opinion",
    ]  # fmt: skip
    assert shown["report"]["conformity"] == "non_compliant"
    assert shown["report"]["suggested_opinion"] == "favourable_suspensive"
    assert shown["report"]["not_met"] == ["SEC-07"]


async def test_the_report_is_read_byte_by_byte_with_its_digest(client: Client) -> None:
    await through_to_the_report(client)

    answers = [
        await client.http.get(f"{WHERE}/report", headers=client.identity(who))
        for who in (EVALUATOR, AUDITOR, PUBLISHER)
    ]

    assert len({answer.content for answer in answers}) == 1
    digest = sha256(answers[0].content)
    assert answers[0].headers["etag"] == f'"{digest.hexdigest()}"'
    assert answers[0].headers["repr-digest"] == f"sha-256=:{b64encode(digest.digest()).decode()}:"
    assert answers[0].json()["findings"]["SEC-07"]["finding"] == "non_compliant"
    assert (await client.get(PUBLISHER, WHERE))[1]["report"]["sha256"] == digest.hexdigest()
    assert await client.journaled("issue_report") == [digest.digest()]


async def test_there_is_no_report_to_read_before_it_is_issued(client: Client) -> None:
    for who in (EVALUATOR, PUBLISHER):
        status, problem = await client.get(who, f"{WHERE}/report")

        assert (status, problem["code"]) == (404, "report_not_issued")


async def test_a_fact_is_corrected_and_the_file_judged_again(client: Client) -> None:
    await client.post(EVALUATOR, f"{WHERE}/start", ASSIGNMENT)
    await client.post(EVALUATOR, f"{WHERE}/findings", SEC_07)

    status, _ = await client.post(EVALUATOR, f"{WHERE}/facts", {"fact": "paid", "value": True, "reason": "A price."})
    _, shown = await client.get(EVALUATOR, WHERE)

    assert (status, shown["state"], shown["conclusion"]) == (200, "in_evaluation", None)
    assert shown["suggested"]["ETH-22"] == {"state": "unverified", "reason": "answer_missing"}
    assert shown["fact_corrections"] == [
        {"fact": "paid", "value": True, "reason": "A price.", "by": "eva-1", "on": "2024-07-01"}
    ]
    assert list(shown["corrections"]) == ["SEC-07"]


@pytest.mark.parametrize(
    ("who", "body", "match", "expected"),
    [
        (EVALUATOR, {"fact": "colour", "value": True, "reason": "Seen."}, "*", (422, "invalid_content")),
        (EVALUATOR, {"fact": "paid", "value": "yes", "reason": "Seen."}, "*", (422, "invalid_content")),
        (EVALUATOR, {"fact": "paid", "value": {}, "reason": "Seen."}, "*", (422, "invalid_content")),
        (EVALUATOR, {"fact": "paid", "value": True}, "*", (422, "invalid_content")),
        (EVALUATOR, {"fact": "paid", "value": True, "reason": "Seen."}, "1", (412, "stale_version")),
        (REVIEWER, {"fact": "paid", "value": True, "reason": "Seen."}, "*", (409, "not_the_lead")),
        (PUBLISHER, {"fact": "paid", "value": True, "reason": "Seen."}, "*", (403, "role_required")),
    ],
)
async def test_a_correction_that_is_refused_changes_nothing(
    client: Client, who: Actor, body: object, match: str, expected: tuple[int, str]
) -> None:
    await client.post(EVALUATOR, f"{WHERE}/start", ASSIGNMENT)
    before = await client.get(EVALUATOR, WHERE)

    status, problem = await client.post(who, f"{WHERE}/facts", body, match=match)

    assert (status, problem["code"]) == expected
    assert await client.get(EVALUATOR, WHERE) == before


async def test_nothing_is_corrected_once_the_report_is_issued(client: Client) -> None:
    await through_to_the_report(client)
    report = (await client.http.get(f"{WHERE}/report", headers=client.identity(EVALUATOR))).content

    for path, body in (("facts", {"fact": "paid", "value": True, "reason": "Seen."}), ("findings", {})):
        status, problem = await client.post(EVALUATOR, f"{WHERE}/{path}", body)
        assert (status, problem["code"], problem["state"]) == (409, "act_not_allowed", "evaluated")

    assert (await client.http.get(f"{WHERE}/report", headers=client.identity(EVALUATOR))).content == report


async def test_a_complement_is_asked_for_read_by_its_publisher_answered_and_judged(client: Client) -> None:
    await client.post(EVALUATOR, f"{WHERE}/start", ASSIGNMENT)

    asked = await client.post(
        EVALUATOR, f"{WHERE}/complement-request", {"items": ["SEC-07"], "message": "Which delay?"}, match="2"
    )
    _, seen = await client.get(PUBLISHER, WHERE)
    extended = await client.post(EVALUATOR, f"{WHERE}/complement-extension")
    content = admissible("V02", answers={"SEC-07": 90}).content
    outcomes = await arrive(client.shell, record(ComplementProvided(dossier=DOSSIER, content=content), "answer", 2))
    _, shown = await client.get(EVALUATOR, WHERE)

    assert (asked[1]["state"], extended[1]["state"]) == ("awaiting_complement", "awaiting_complement")
    assert seen["complement"]["items"] == ["SEC-07"]
    assert (seen["complement"]["message"], seen["complement"]["due_on"]) == ("Which delay?", "2024-07-31")
    assert [type(outcome).__name__ for outcome in outcomes] == ["Performed"]
    assert (shown["state"], shown["complement"], shown["suggested"]["SEC-07"]["state"]) == (
        "in_evaluation", None, "non_compliant",
    )  # fmt: skip
    assert await found(client.shell, f"SELECT kind FROM deadlines WHERE aggregate = '{DOSSIER}'") == [
        ("escalate_evaluation",)
    ]


async def test_every_wrong_correction_is_named(client: Client) -> None:
    await client.post(EVALUATOR, f"{WHERE}/start", ASSIGNMENT)
    wrong = {"SEC-99": {"state": "compliant", "reason": "Seen."}, "AAA-01": {"state": "partially", "reason": "Seen."}}

    status, problem = await client.post(EVALUATOR, f"{WHERE}/findings", {"corrections": wrong})

    assert (status, problem["code"]) == (422, "invalid_content")
    assert [fault["path"] for fault in problem["faults"]] == ["corrections.SEC-99", "corrections.AAA-01"]


@pytest.mark.parametrize("correction", [{"state": "excellent", "reason": "Seen."}, {"state": "compliant"}, "compliant"])
async def test_a_malformed_correction_is_refused(client: Client, correction: object) -> None:
    status, problem = await client.post(EVALUATOR, f"{WHERE}/findings", {"corrections": {"SEC-04": correction}})

    assert (status, problem["code"]) == (422, "invalid_content")


async def test_an_unknown_evaluation_is_not_found(client: Client) -> None:
    status, problem = await client.get(EVALUATOR, f"/evaluations/{some_id('nobody')}")

    assert (status, problem["code"]) == (404, "not_found")


async def test_who_sees_an_evaluation_is_journaled(client: Client) -> None:
    await client.get(EVALUATOR, WHERE)
    await client.get(PUBLISHER, WHERE)
    await client.get(AUDITOR, f"{WHERE}/findings")
    assert (await client.get(OTHER_PUBLISHER, WHERE))[0] == 403

    assert await found(client.shell, "SELECT what, actor, dossier::text FROM reads ORDER BY id") == [
        ("evaluation", EVALUATOR.id, DOSSIER),
        ("evaluation", PUBLISHER.id, DOSSIER),
        ("findings", AUDITOR.id, DOSSIER),
    ]
