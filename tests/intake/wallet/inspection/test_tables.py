"""Tables of separated values: taken as such, unless a spreadsheet would compute something in them."""

from pathlib import Path

import pytest

from services.intake.wallet.inspection.kinds import MediaType
from services.intake.wallet.inspection.refused import ContentRefused
from tests.intake.wallet.inspection.test_inspection import kind_of


@pytest.mark.parametrize(
    "cell",
    [
        "\uff1d1+1", "\u00a0=1+1", "\f=1+1", "\uff0bcmd|'x'!A0", "- WEBSERVICE (A1)",
            "=cmd|' /C calc'!A0", '"=1+1"', "@SUM(1)", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "+SUM(1)",
        '=HYPERLINK("https://evil.example")',
    ],
)  # fmt: skip
@pytest.mark.parametrize("before", ["", "a;", "a,", "a\t", "a\r\n", "\ufeff"])
def test_a_table_with_a_formula_is_refused(tmp_path: Path, before: str, cell: str) -> None:
    with pytest.raises(ContentRefused) as caught:
        kind_of(tmp_path, f"{before}{cell}\n".encode(), declared="text/csv")
    assert (caught.value.code, caught.value.facts) == ("active_content", {"found": "formula"})


def test_a_table_that_names_another_separator_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentRefused) as caught:
        kind_of(tmp_path, b"sep=|\na|=1+1\n", declared="text/csv")
    assert caught.value.facts == {"found": "formula"}


def test_a_table_of_signed_numbers_and_hyphens_is_taken(tmp_path: Path) -> None:
    table = "écart;note\n-3,5;-\n+12;- non concerné\n+33 (0)1 23;a=b\n".encode()

    assert kind_of(tmp_path, table, declared="text/csv") is MediaType.CSV
