"""Every refusal looks the same over HTTP: RFC 9457, a stable code, and what to do next."""

import json

import pytest

from shared.http.language import Language
from shared.http.problem_pages import in_words
from shared.http.problems import KINDS, Problem, problem_response


def body_of(problem: Problem) -> dict[str, object]:
    told: dict[str, object] = json.loads(bytes(problem_response(problem).body))
    return told


@pytest.mark.parametrize("code", KINDS)
def test_each_code_has_an_error_status_a_title_and_an_advice(code: str) -> None:
    kind = KINDS[code]

    assert 400 <= kind.status < 600
    assert all(kind.title) and all(sentence.endswith(".") for sentence in kind.what_to_do)


def test_what_is_known_of_the_refusal_is_told_beside_it() -> None:
    assert body_of(Problem("stale_version", "not ours", expected=1, current=2)) == {
        "type": "urn:referencement:problem:stale_version",
        "title": "Somebody changed it in the meantime",
        "status": 412,
        "code": "stale_version",
        "what_to_do": "Read it again and send its new ETag as If-Match.",
        "detail": "not ours",
        "expected": 1,
        "current": 2,
    }


def test_whoever_prefers_french_reads_it_in_french() -> None:
    response = problem_response(Problem("not_your_dossier"), language=Language.FRENCH)

    told = json.loads(bytes(response.body))
    assert told["title"] == "Ce dossier appartient à un autre éditeur"
    assert told["what_to_do"] == "Utilisez l’identifiant d’un de vos dossiers."
    assert response.headers["content-language"] == "fr"


def test_on_a_page_a_fact_that_is_known_stands_in_the_sentence() -> None:
    title, what_to_do = in_words(Problem("role_required", roles=["evaluator", "auditor"]), Language.ENGLISH)

    assert (title, what_to_do) == (
        "Your role does not allow this act",
        "Ask someone who holds one of evaluator, auditor.",
    )


def test_on_a_page_a_fact_that_is_not_known_keeps_its_name() -> None:
    _, what_to_do = in_words(Problem("role_required"), Language.ENGLISH)

    assert what_to_do == "Ask someone who holds one of `roles`."


def test_a_refusal_of_the_domain_is_a_conflict_with_its_code() -> None:
    response = problem_response(Problem("reservations_open", criteria=["SEC-07"]))

    assert response.status_code == 409
    assert response.media_type == "application/problem+json"
    assert json.loads(bytes(response.body))["criteria"] == ["SEC-07"]


def test_facts_never_stand_in_the_place_of_the_problem_s_own_members() -> None:
    told = body_of(Problem("act_not_allowed", status="draft", code="other", title="x", detail="y"))

    assert (told["status"], told["code"], told["title"]) == (
        409,
        "act_not_allowed",
        "The act does not apply in this state",
    )


@pytest.mark.parametrize("code", ["unavailable", "identity_unavailable"])
def test_what_passes_by_itself_says_when_to_come_again(code: str) -> None:
    assert problem_response(Problem(code)).headers["retry-after"] == "2"


def test_without_identity_the_scheme_is_named() -> None:
    assert problem_response(Problem("token_refused")).headers["www-authenticate"] == "Bearer"
