"""Bodies that are no command: a problem that names every fault at once; nothing changed."""

from typing import Any

import pytest

from tests.builders import PUBLISHER
from tests.http.hosting import Desk, problem
from tests.intake.application.test_line import FILE, PRIOR_REQUEST, drafted

FAULTY: dict[str, tuple[bytes, int, str, list[str]]] = {
    "no JSON": (b"hello", 400, "malformed_json", []),
    "half a JSON": (b'{"name": "Carnet', 400, "malformed_json", []),
    "two JSONs": (b"{}{}", 400, "malformed_json", []),
    "no UTF-8": (b'{"name": "\xff"}', 400, "malformed_json", []),
    "half a surrogate pair": (b'{"name": "\\ud800"}', 400, "malformed_json", []),
    "a hundred thousand brackets": (b'{"name": ' + b"[" * 100_000, 400, "malformed_json", []),
    "an array": (b"[]", 422, "invalid_content", ["$"]),
    "null": (b"null", 422, "invalid_content", ["$"]),
    "nothing": (b"", 422, "invalid_content", [
        "category", "forms", "name", "publisher", "typology", "usable_by_end_users",
    ]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "status", "code", "paths"), FAULTY.values(), ids=FAULTY)
async def test_a_body_that_is_no_command_is_refused(
    desk: Desk, body: bytes, status: int, code: str, paths: list[str]
) -> None:
    response = await desk.post(PUBLISHER, "/dossiers", content=body)

    assert problem(response) == (status, code)
    assert sorted(fault["path"] for fault in response.json().get("faults", [])) == paths
    assert await desk.stored() == []


async def test_unknown_fields_and_wrong_types_are_named_all_at_once(desk: Desk) -> None:
    body = {**PRIOR_REQUEST, "name": 7, "forms": "mobile", "typology": 7, "usable_by_end_users": "yes",
            "e_mail": "person@example"}  # fmt: skip

    response = await desk.post(PUBLISHER, "/dossiers", body)

    assert problem(response) == (422, "invalid_content")
    assert sorted(fault["path"] for fault in response.json()["faults"]) == [
        "e_mail", "forms", "name", "typology", "usable_by_end_users",
    ]  # fmt: skip
    assert await desk.stored() == []


async def test_a_problem_never_repeats_what_was_sent(desk: Desk) -> None:
    response = await desk.post(PUBLISHER, "/dossiers", {**PRIOR_REQUEST, "name": ["Jeanne Exemple"]})

    assert problem(response) == (422, "invalid_content")
    assert "Jeanne" not in response.text


async def test_unknown_fields_further_in_are_named(desk: Desk) -> None:
    path = await drafted(desk)
    file = {**FILE, "evidence": {"SEC-07": [{"type": "certificate", "file_name": "dupont.pdf"}]}}

    response = await desk.post(PUBLISHER, f"{path}/submission", file)

    assert problem(response) == (422, "invalid_content")
    assert [fault["path"] for fault in response.json()["faults"]] == ["evidence.SEC-07.0.file_name"]


async def test_criteria_and_answers_outside_the_programme_are_named_all_at_once_and_journaled(desk: Desk) -> None:
    path = await drafted(desk)
    before = await desk.stored()
    file = {**FILE, "answers": {**FILE["answers"], "SEC-99": True, "SEC-07": "thirty", "INT-06": "fax"},
            "facts": {**FILE["facts"], "zodiac": 1}}  # fmt: skip

    response = await desk.post(PUBLISHER, f"{path}/submission", file)

    assert problem(response) == (422, "invalid_content")
    assert sorted((fault["path"], fault["code"]) for fault in response.json()["faults"]) == [
        ("answers.INT-06", "answer_not_an_option"),
        ("answers.SEC-07", "answer_wrong_type"),
        ("answers.SEC-99", "unknown_criterion"),
        ("facts.zodiac", "unknown_fact"),
    ]
    assert await desk.stored() == before
    assert (await desk.journal())[-1] == ("submit_application", "pub-1", "invalid_content")


@pytest.mark.parametrize(
    "answer",
    [b"NaN", b"Infinity", b"1e999", b"1" + b"0" * 30, b"-1" + b"0" * 400],
    ids=lambda raw: raw[:8].decode(),
)
async def test_numbers_that_nobody_can_keep_are_refused(desk: Desk, answer: bytes) -> None:
    path = await drafted(desk)
    before = await desk.stored()
    body = b'{"facts": {}, "answers": {"SEC-07": %s}}' % answer

    response = await desk.post(PUBLISHER, f"{path}/submission", content=body)

    assert problem(response) in ((400, "malformed_json"), (422, "invalid_content"))
    assert await desk.stored() == before
    assert (await desk.get(PUBLISHER, path)).json()["state"] == "draft"


async def test_a_body_of_more_than_a_megabyte_is_refused(desk: Desk) -> None:
    response = await desk.post(PUBLISHER, "/dossiers", {**PRIOR_REQUEST, "description": "x" * 1_000_000})

    assert problem(response) == (413, "too_large")
    assert await desk.stored() == []


async def test_a_body_without_end_is_given_up(desk: Desk) -> None:
    async def without_end() -> Any:  # noqa: ANN401
        for _ in range(1_000):
            yield b" " * 100_000
        raise AssertionError("read to the end")

    headers = {"authorization": f"Bearer {desk.token(PUBLISHER)}", "idempotency-key": "endless-1"}
    response = await desk.client.post("/dossiers", content=without_end(), headers=headers)

    assert problem(response) == (413, "too_large")


async def test_a_text_that_the_database_cannot_keep_is_refused(desk: Desk) -> None:
    response = await desk.post(PUBLISHER, "/dossiers", {**PRIOR_REQUEST, "description": "a\x00b"})

    assert problem(response) == (422, "value_refused")
    assert await desk.stored() == []


@pytest.mark.parametrize("media_type", ["text/plain", "application/xml", "multipart/form-data; boundary=x"])
async def test_another_media_type_is_refused(desk: Desk, media_type: str) -> None:
    response = await desk.post(PUBLISHER, "/dossiers", PRIOR_REQUEST, content_type=media_type)

    assert problem(response) == (415, "unsupported_media_type")
