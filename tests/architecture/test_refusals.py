"""Every refusal code that is raised is declared, with what it means and what to do in French and in English."""

import ast
from collections.abc import Iterator

import pytest

from services.intake.wallet.domain.document import Verdict
from shared.http.problem_kinds import KINDS
from tests.architecture.sources import SERVICES, called, service, sources

FIRST = frozenset({"Refused", "Problem", "ContentRefused"})
SECOND = frozenset({"refuse_if"})
COMPUTED = {
    ("shared/acts/refusal.py", "code"): "refuse_if itself",
    ("shared/http/performing.py", "outcome.code"): "the code of a refusal of an act",
    ("shared/http/problem_pages.py", "code"): "the status of a refusal of the HTTP library",
    ("shared/runtime/http_protocol.py", "code"): "the parser's own, in its table",
}
"""Where the code is not written out, and what it is."""
VERDICTS = frozenset(f"document_{verdict}" for verdict in Verdict if verdict is not Verdict.CLEAN)


def code_of(name: str, call: ast.Call) -> ast.expr | None:
    """The argument of a call that is a refusal code."""
    place = 0 if name in FIRST else 1 if name in SECOND else None
    return call.args[place] if place is not None and len(call.args) > place else None


def raised() -> Iterator[tuple[str, ast.expr]]:
    """Each code with the file that raises it."""
    for source in sources("services", "shared"):
        for name, call in called(source.tree):
            code = code_of(name, call)
            if code is not None:
                yield source.name, code


def literals() -> set[str]:
    """The codes that are written out where they are raised, and those of the scan's verdicts."""
    return {str(code.value) for _, code in raised() if isinstance(code, ast.Constant)} | VERDICTS


def computed() -> set[tuple[str, str]]:
    return {(name, ast.unparse(code)) for name, code in raised() if not isinstance(code, ast.Constant)}


def undeclared() -> set[str]:
    for name in SERVICES:
        service(name)  # its slices declare theirs
    return literals() - set(KINDS)


def test_every_code_that_is_raised_is_declared() -> None:
    assert undeclared() == set()


def test_codes_that_are_computed_are_known() -> None:
    documents = {found for found in computed() if found[0].startswith("services/intake/")}

    assert computed() - documents == set(COMPUTED)
    assert {expression for _, expression in documents} == {"f'document_{found.verdict}'", "found.code"}


@pytest.mark.parametrize("name", SERVICES)
def test_every_code_has_its_sentences_in_both_languages(name: str) -> None:
    for one in service(name).slices:
        for code, kind in {**KINDS, **one.refusals}.items():
            for french, english in kind.wordings:
                assert french and english and french != english, code
            assert not any(title.endswith(".") for title in kind.title), code
            assert all(sentence.endswith(".") for sentence in kind.what_to_do), code


def test_a_code_is_found_where_it_stands_first_or_second() -> None:
    tree = ast.parse("refuse_if(True, 'second')\nProblem('first')\nother('none')")

    codes = [code_of(name, call) for name, call in called(tree)]
    assert [code and ast.literal_eval(code) for code in codes] == ["second", "first", None]
