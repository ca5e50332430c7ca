"""The fourteen worked cases that came with the specification."""

import pytest

from tests.programme.worked import WORKED, outcome


@pytest.mark.parametrize("name", WORKED, ids=[f"{name} {case['why']}" for name, case in WORKED.items()])
def test_a_worked_case_ends_as_expected(name: str) -> None:
    assert outcome(name) == WORKED[name]["expected"]


def test_all_fourteen_cases_are_there() -> None:
    assert len(WORKED) == 14
