"""One publisher's way: questions on pages, a spreadsheet on the side, what blocks dissolving, the dossier filed."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook

from tests.builders import DESK, PUBLISHER
from tests.intake.application.test_line import FILE
from tests.intake.follow_up.test_pages import a_dossier
from tests.intake.questionnaire.pages.desk import VALIDATED, opened, send, sign_in
from tests.pages.hosting import Site

WORDS = {True: "oui", False: "non"}


async def blocking(site: Site, dossier: str) -> list[tuple[str, str]]:
    listed = (await site.get(f"{dossier}/blockers", PUBLISHER)).json()["blockers"]
    return [(one["kind"], one["subject"]) for one in listed]


def written(value: Any) -> object:  # noqa: ANN401
    """As a person writes an answer into a cell."""
    if isinstance(value, list):
        return "; ".join(value) or "[]"
    return WORDS[value] if isinstance(value, bool) else value


def filled_in(data: bytes) -> bytes:
    """The workbook with every answer and all evidence of the complete file."""
    book: Workbook = load_workbook(BytesIO(data))
    for sheet in book:
        for cells in sheet.iter_rows(min_row=2):
            subject = str(cells[0].value)
            if subject in FILE["answers"]:
                cells[3].value = written(FILE["answers"][subject])  # type: ignore[assignment]
            if subject in FILE["evidence"]:
                cells[6].value = "\n".join(map(piece, FILE["evidence"][subject]))
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def piece(one: dict[str, str]) -> str:
    return " ".join((one["type"], *(f"{name}={one[name]}" for name in ("issued_on", "valid_until") if one.get(name))))


async def test_from_the_first_question_to_the_filing(intake: Site) -> None:
    intake.on("2026-03-02")
    dossier = f"/dossiers/{await a_dossier(intake, *VALIDATED)}"
    pages = f"{dossier}/remplir"
    await sign_in(intake)
    at_first = await blocking(intake, dossier)

    orientation = await opened(intake, f"{pages}/orientation")
    facts = {f"fact.{name}": {True: "true", False: "false"}.get(value, value) if not isinstance(value, list) else value
             for name, value in FILE["facts"].items() if name != "track"}  # fmt: skip
    await send(intake, orientation, f"{pages}/orientation", facts)
    oriented = await blocking(intake, dossier)

    away = (await intake.client.get(f"{pages}/reponses.xlsx")).content
    await send(intake, await opened(intake, pages), f"{pages}/fichier", files={"fichier": ("r.xlsx", filled_in(away))})
    brought_back = await blocking(intake, dossier)

    await send(intake, await opened(intake, pages), f"{pages}/depot")
    admitted = await intake.post(f"{dossier}/admissibility", DESK, {})

    assert {kind for kind, _ in at_first} == {"fact_unknown", "answer_missing"}
    assert {kind for kind, _ in oriented} == {"answer_missing"}
    assert brought_back == []
    assert admitted["state"] == "admissible"
