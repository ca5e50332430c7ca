"""Files of answers through intake's doors: taken away, filled in, brought back."""

import asyncio
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook

from services.intake.sandbox.limits import Limits
from services.intake.sandbox.pool import Sandbox, TooComplex
from shared.identity.actor import Actor
from tests.builders import DESK, EVALUATOR, HOLDER, OTHER_PUBLISHER, PUBLISHER
from tests.http.hosting import Desk, problem
from tests.intake.application.test_line import FILE, drafted
from tests.intake.questionnaire.answer_file_fixtures import asked, exported
from tests.intake.questionnaire.test_faulty_files import spreadsheet

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
}


async def put(desk: Desk, who: Actor, path: str, kind: str, data: bytes, **headers: str) -> httpx.Response:
    sent = {"authorization": f"Bearer {desk.token(who)}", "content-type": TYPES[kind], "if-match": "*",
            "idempotency-key": f"file-{len(data)}-{kind}-{who.id}"}  # fmt: skip
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    return await desk.client.put(f"{path}/answers.{kind}", content=data, headers=sent)


def with_value(data: bytes, subject: str, value: object) -> bytes:
    """The workbook with another value as answer to one question."""
    book = load_workbook(BytesIO(data))
    for sheet in book:
        for cells in sheet.iter_rows():
            if cells[0].value == subject:
                cells[3].value = value  # type: ignore[assignment]  # cells take any value
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize("kind", TYPES)
async def test_a_file_taken_away_may_be_brought_back_unchanged(desk: Desk, kind: str) -> None:
    path = await drafted(desk)
    await desk.done(PUBLISHER, f"{path}/draft", FILE)
    draft = (await desk.get(PUBLISHER, path)).json()["draft"]

    away = await desk.get(PUBLISHER, f"{path}/answers.{kind}")
    back = await put(desk, PUBLISHER, path, kind, away.content, if_match=away.headers["etag"])

    assert away.headers["content-type"].split(";")[0] == TYPES[kind]
    assert away.headers["content-disposition"] == f'attachment; filename="dossier-{path.rpartition("/")[2]}.{kind}"'
    assert back.status_code == 200, back.text
    assert (await desk.get(PUBLISHER, path)).json()["draft"] == draft


async def test_what_was_filled_in_elsewhere_becomes_the_draft(desk: Desk) -> None:
    path = await drafted(desk)
    away = (await desk.get(PUBLISHER, f"{path}/answers.xlsx")).content

    await put(desk, PUBLISHER, path, "xlsx", with_value(with_value(away, "SEC-07", 30), "paid", "non"))

    content = (await desk.get(PUBLISHER, path)).json()["draft"]["content"]
    assert (content["facts"], content["answers"]) == ({"paid": False}, {"SEC-07": 30})


async def test_a_faulty_file_names_every_fault_and_changes_nothing(desk: Desk) -> None:
    path = await drafted(desk)
    away = (await desk.get(PUBLISHER, f"{path}/answers.xlsx")).content
    before = await desk.stored()

    response = await put(desk, PUBLISHER, path, "xlsx", with_value(with_value(away, "SEC-07", "trente"), "ETH-27", 101))

    assert problem(response) == (422, "faulty_file")
    assert [(one["sheet"], one["column"], one["code"]) for one in response.json()["faults"]] == [
        ("ethique", "reponse", "answer_out_of_range"),
        ("securite", "reponse", "answer_wrong_type"),
    ]
    assert all(one["row"] > 1 for one in response.json()["faults"])
    assert await desk.stored() == before


async def test_a_file_of_a_draft_that_changed_meanwhile_does_not_overwrite_it(desk: Desk) -> None:
    path = await drafted(desk)
    away = await desk.get(PUBLISHER, f"{path}/answers.csv")
    await desk.done(PUBLISHER, f"{path}/draft", {"answers": {"SEC-07": 30}})

    response = await put(desk, PUBLISHER, path, "csv", away.content, if_match=away.headers["etag"])

    assert problem(response) == (412, "stale_version")


async def test_a_file_too_large_or_of_another_type_is_refused(desk: Desk) -> None:
    path = await drafted(desk)

    assert problem(await put(desk, PUBLISHER, path, "csv", b";" * 2_000_001)) == (413, "too_large")
    assert problem(await put(desk, PUBLISHER, path, "csv", b"x", content_type="text/html")) == (
        415, "unsupported_media_type",
    )  # fmt: skip
    assert problem(await desk.get(PUBLISHER, f"{path}/answers.xlsm")) == (404, "not_found")


@pytest.mark.parametrize(("who", "read", "write"), [(DESK, 200, 403), (OTHER_PUBLISHER, 403, 403), (HOLDER, 403, 403)])
async def test_only_its_publisher_brings_answers_and_the_staff_may_read_them(
    desk: Desk, who: Actor, read: int, write: int
) -> None:
    path = await drafted(desk)
    away = (await desk.get(PUBLISHER, f"{path}/answers.csv")).content

    assert (await desk.get(who, f"{path}/answers.csv")).status_code == read
    assert (await put(desk, who, path, "csv", away)).status_code == write


@pytest.fixture(autouse=True)
def kept(desk: Desk) -> Iterator[None]:
    """The desk is shared: what a test puts in the place of its readers is taken away again."""
    app: Any = desk.parts.server.config.app
    before = app.state.sandbox
    yield
    app.state.sandbox = before


HUGE = spreadsheet(
    "<table:table-row>" + '<table:table-cell office:value-type="float" office:value="1e150000"/>' * 30
    + "</table:table-row>" + "<table:table-row><table:table-cell/></table:table-row>" * 10_000
)  # fmt: skip


async def test_other_acts_are_answered_while_a_hostile_file_is_read_and_its_worker_is_replaced(desk: Desk) -> None:
    path = await drafted(desk)
    app: Any = desk.parts.server.config.app
    patient = Sandbox(Limits(workers=1, cpu_s=1))
    app.state.sandbox = patient
    try:
        stuck = asyncio.create_task(patient.run("tests.intake.sandbox.jobs:spin", b""))
        sent = asyncio.create_task(put(desk, PUBLISHER, path, "ods", HUGE))
        alive = (await desk.get(PUBLISHER, path)).status_code
        saved = await desk.done(PUBLISHER, f"{path}/draft", {"answers": {"SEC-07": 30}})
        still = not stuck.done()

        with pytest.raises(TooComplex):
            await stuck
        answer = await sent
    finally:
        await patient.close()

    assert (alive, saved["state"], still) == (200, "draft", True)
    assert problem(answer) == (422, "faulty_file")


async def test_while_files_of_one_organisation_are_read_there_is_a_worker_for_the_others(desk: Desk) -> None:
    theirs, ours = await drafted(desk), await drafted(desk, OTHER_PUBLISHER)
    app: Any = desk.parts.server.config.app
    two = Sandbox(Limits(workers=2))
    app.state.sandbox = two
    given = [
        (await desk.get(who, f"{path}/answers.csv")).content
        for who, path in ((PUBLISHER, theirs), (OTHER_PUBLISHER, ours))
    ]
    stuck = asyncio.create_task(
        two.run("tests.intake.sandbox.jobs:sleep", b"", f"organisation {PUBLISHER.organisation}")
    )
    await asyncio.sleep(0)
    try:
        waits = asyncio.create_task(put(desk, PUBLISHER, theirs, "csv", given[0]))
        served = await put(desk, OTHER_PUBLISHER, ours, "csv", given[1])
        waited = not waits.done()
        stuck.cancel()
        then = await waits
    finally:
        await two.close()

    assert (served.status_code, waited, then.status_code) == (200, True, 200)


async def test_a_file_whose_reader_comes_to_a_limit_is_refused_with_what_to_do(desk: Desk) -> None:
    path = await drafted(desk)
    app: Any = desk.parts.server.config.app
    narrow = Sandbox(Limits(workers=1, output=100))
    app.state.sandbox = narrow
    away = exported("csv", asked())
    before = await desk.stored()

    answer = await put(desk, PUBLISHER, path, "csv", away)
    await narrow.close()

    assert problem(answer) == (422, "file_too_complex")
    assert await desk.stored() == before


async def test_where_all_readers_are_at_work_the_next_file_is_to_come_again(desk: Desk) -> None:
    path = await drafted(desk)
    app: Any = desk.parts.server.config.app
    app.state.sandbox = Sandbox(Limits(waiting=0))

    answer = await put(desk, PUBLISHER, path, "csv", exported("csv", asked()))

    assert problem(answer) == (503, "parsers_busy")
    assert answer.headers["retry-after"]


@pytest.mark.parametrize(
    ("who", "code"), [(EVALUATOR, "role_required"), (DESK, "role_required"), (OTHER_PUBLISHER, "not_your_dossier")]
)
async def test_role_and_dossier_are_looked_at_before_the_file(desk: Desk, who: Actor, code: str) -> None:
    path = await drafted(desk)

    answer = await put(desk, who, path, "ods", b"no spreadsheet at all", if_match='"999"')

    assert problem(answer) == (403, code)


async def test_state_and_version_are_looked_at_before_the_file(desk: Desk) -> None:
    path = await drafted(desk)
    stale = await put(desk, PUBLISHER, path, "ods", b"no spreadsheet at all", if_match='"999"')
    await desk.done(PUBLISHER, f"{path}/submission", FILE)
    filed = await put(desk, PUBLISHER, path, "ods", b"no spreadsheet at all")

    assert problem(stale) == (412, "stale_version")
    assert problem(filed) == (409, "act_not_allowed")


async def test_the_same_file_sent_again_after_the_dossier_moved_on_gets_its_first_answer(desk: Desk) -> None:
    path = await drafted(desk)
    away = await desk.get(PUBLISHER, f"{path}/answers.csv")
    assert away.status_code == 200, away.text
    sent = {"if_match": away.headers["etag"], "idempotency_key": "the-same-key"}
    first = await put(desk, PUBLISHER, path, "csv", away.content, **sent)
    await desk.done(PUBLISHER, f"{path}/submission", FILE)

    again = await put(desk, PUBLISHER, path, "csv", away.content, **sent)

    assert (again.status_code, again.json()) == (200, first.json())
    assert again.headers["idempotency-replayed"] == "true"
