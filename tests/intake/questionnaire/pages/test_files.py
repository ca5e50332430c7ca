"""Answers taken away as a spreadsheet, filled in and brought back."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.builders import PUBLISHER
from tests.intake.application.test_line import FILE
from tests.intake.questionnaire.pages.desk import opened, send
from tests.pages.hosting import Site
from tests.pages.reading import Page, assert_accessible


async def test_a_spreadsheet_is_taken_away_filled_in_and_brought_back(intake: Site, path: str) -> None:
    page = await opened(intake, path)
    away = await intake.client.get(f"{path}/reponses.xlsx")
    book = load_workbook(BytesIO(away.content))
    for row in book["orientation"].iter_rows(min_row=2):
        fact = FILE["facts"].get(row[0].value)
        row[3].value = {True: "oui", False: "non"}[fact] if isinstance(fact, bool) else row[3].value
    data = BytesIO()
    book.save(data)

    answer = await send(intake, page, f"{path}/fichier", files={"fichier": ("réponses.xlsx", data.getvalue())})

    assert answer.status_code == 303, answer.text
    facts = (await intake.get(path.removesuffix("/remplir"), PUBLISHER)).json()["draft"]["content"]["facts"]
    assert facts == {name: value for name, value in FILE["facts"].items() if isinstance(value, bool)}


async def test_a_faulty_spreadsheet_is_told_cell_by_cell(intake: Site, path: str) -> None:
    page = await opened(intake, path)
    away = (await intake.client.get(f"{path}/reponses.csv")).content
    spoilt = re.sub(rb"(securite;SEC-07;[^;]*;[^;]*;)", rb"\1trente", away)

    answer = await send(intake, page, f"{path}/fichier", files={"fichier": ("x.csv", spoilt)})

    told = Page(answer.text)
    assert answer.status_code == 422
    assert_accessible(told)
    assert "rien n’a été modifié" in told.text
    assert re.search(r"securite ?\d+ ?reponse ?La réponse n’est pas du type attendu.", told.text)
    assert (await intake.get(path.removesuffix("/remplir"), PUBLISHER)).json()["draft"] is None


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [("x.exe", b"MZ", 415), ("x.xlsx", b"no archive", 422), ("x.csv", b"a" * 2_100_000, 413)],
    ids=["another kind", "damaged", "too large"],
)
async def test_other_files_are_refused(intake: Site, path: str, name: str, data: bytes, status: int) -> None:
    page = await opened(intake, path)

    answer = await send(intake, page, f"{path}/fichier", files={"fichier": (name, data)})

    assert answer.status_code == status
