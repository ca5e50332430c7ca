"""Where a dossier must come to rest follows from its content and from what people are to do with it."""

from datetime import date
from typing import Any

import pytest

from deploy.demo.answering import answered
from deploy.demo.dice import Dice
from deploy.demo.dossier import Content, Dossier, Profile
from deploy.demo.foresight import foreseen
from deploy.demo.orientation import oriented
from deploy.demo.script import Script
from shared.contracts.vocabulary import Typology
from shared.programme.loading import published

TODAY = date(2026, 11, 23)
PROGRAMME = published().in_force_on(TODAY)
MINOR, MAJOR, CRITICAL = "ETH-03", "SEC-02", "URB-01"
DICE = Dice("test")


def a_dossier(*failing: str, exchange: bool = False, **script: Any) -> Dossier:  # noqa: ANN401
    typology = Typology.WITH_EXCHANGE if exchange else Typology.WITHOUT_EXCHANGE
    service = Profile(name="Essai", publisher="Nous", category="access_to_care", forms=["web_site"], typology=typology)
    content = Content(facts=oriented(PROGRAMME, service, DICE, {}))
    whole = answered(PROGRAMME, content, TODAY, DICE, failing=frozenset(failing))
    return Dossier(**dict(whole), service=service, script=Script.model_validate(script, strict=False))


def complaint(ends: str) -> dict[str, Any]:
    return {"category": "OTHER", "ends": ends}


@pytest.mark.parametrize(
    ("dossier", "outcome", "later"),
    [
        (a_dossier(), "published", "expired"),
        (a_dossier(MINOR), "published", "expired"),
        (a_dossier(MAJOR), "published", "expired"),
        (a_dossier(MAJOR, lifting="never"), "lapsed", "lapsed"),
        (a_dossier(CRITICAL), "refused", "refused"),
        (a_dossier(decision="refuse"), "refused", "refused"),
        (a_dossier(exchange=True), "published", "expired"),
        (a_dossier(exchange=True, tests="fail"), "refused", "refused"),
        (a_dossier(exchange=True, tests="fail_then_pass"), "published", "expired"),
        (a_dossier(tests="fail"), "published", "expired"),
        (a_dossier(prior_request="reject"), "rejected", "rejected"),
        (a_dossier(withdrawal="prior_request", prior_request="reject"), "withdrawn", "withdrawn"),
        (a_dossier(withdrawal="submitted"), "withdrawn", "withdrawn"),
        (a_dossier(admissibility="inadmissible"), "inadmissible", "inadmissible"),
        (a_dossier(corrections={CRITICAL: {"state": "non_compliant"}}), "refused", "refused"),
        (a_dossier(CRITICAL, corrections={CRITICAL: {"state": "compliant"}}), "published", "expired"),
        (a_dossier(opinion={"opinion": "unfavourable", "grounds": ["other"]}), "refused", "refused"),
        (a_dossier(complaints=[complaint("dismissed")]), "published", "expired"),
        (a_dossier(complaints=[complaint("no_sanction")]), "published", "expired"),
        (a_dossier(complaints=[complaint("suspended")]), "suspended", "expired"),
        (a_dossier(complaints=[complaint("reinstated"), complaint("dismissed")]), "reinstated", "expired"),
    ],
)
def test_an_outcome_follows_from_content_and_script(dossier: Dossier, outcome: str, later: str) -> None:
    told = foreseen(dossier, PROGRAMME, TODAY)

    assert (told.outcome, told.after_a_year) == (outcome, later)


def test_an_incomplete_file_lapses_unless_it_is_completed() -> None:
    whole = a_dossier()
    incomplete = whole.model_copy(update={"answers": {}})
    completed = incomplete.model_copy(update={"completion": Content(answers=whole.answers)})

    assert foreseen(incomplete, PROGRAMME, TODAY).outcome == "lapsed"
    assert foreseen(incomplete, PROGRAMME, TODAY).examined is False
    assert foreseen(completed, PROGRAMME, TODAY).outcome == "published"


def test_the_file_has_the_last_word() -> None:
    told = foreseen(a_dossier().model_copy(update={"expected": "refused", "after_a_year": "refused"}), PROGRAMME, TODAY)

    assert (told.outcome, told.after_a_year) == ("refused", "refused")
