"""Guidance in words: written by the programme, or put together from the rule."""

from dataclasses import replace

import pytest

from shared.programme.guidance import answer_in_words, evidence_in_words, guidance_of, threshold_in_words
from shared.programme.loading import published
from shared.programme.vocabulary import Title
from tests.programme.documents import changed, document_with, refusals

DOCUMENT = published()
CRITERIA = DOCUMENT.version("3.0.0").criteria


@pytest.mark.parametrize(
    ("criterion", "fr", "en"),
    [
        ("URB-01", "Attendu : oui.", "Expected: yes."),
        ("URB-03", "Attendu : au moins « Niveau de garantie substantiel ».",
         "Expected: at least “Substantial level of assurance”."),
        ("SEC-07", "Attendu : au plus 30 jours.", "Expected: at most 30 days."),
        ("ETH-27", "Sans seuil : toute réponse est admise.", "No threshold: any answer will do."),
    ],
)  # fmt: skip
def test_the_threshold_is_said_in_both_languages(criterion: str, fr: str, en: str) -> None:
    assert threshold_in_words(CRITERIA[criterion], DOCUMENT.label) == Title(fr, en)


def test_the_evidence_wanted_is_said_with_its_age_and_validity() -> None:
    old, valid = CRITERIA["URB-03"].evidence, CRITERIA["URB-02"].evidence

    assert (
        evidence_in_words(old, DOCUMENT.label).fr == "Preuve : rapport, capture d'écran ou vidéo, de 365 jours au plus."
    )
    assert evidence_in_words(valid, DOCUMENT.label).fr == (
        "Preuve : certificat ou déclaration de conformité, en cours de validité."
    )
    assert evidence_in_words(CRITERIA["ETH-27"].evidence, DOCUMENT.label) == Title("", "")


def test_the_answers_that_may_be_given_are_said() -> None:
    assert answer_in_words(CRITERIA["URB-03"].answer, DOCUMENT.label).fr == (
        "Mot de passe seul / Deux facteurs / Niveau de garantie substantiel"
    )
    assert answer_in_words(CRITERIA["ETH-27"].answer, DOCUMENT.label).fr == "Note entre 0 et 100"


def test_guidance_that_the_programme_wrote_goes_before_that_of_the_rule() -> None:
    written = Title("Joignez la page de connexion.", "Attach the login page.")

    assert guidance_of(replace(CRITERIA["URB-03"], guidance=written), DOCUMENT.label) == written


def test_a_document_may_hold_guidance_in_both_languages_and_no_less() -> None:
    written = {"fr": "Joignez la page de connexion.", "en": "Attach the login page."}
    document = document_with("criteria.URB-03.guidance", written)

    assert document.version("3.0.0").criteria["URB-03"].guidance == Title(**written)
    assert refusals(changed("criteria.URB-03.guidance", {"fr": "Joignez.", "en": ""})) == [
        ("criteria.URB-03.guidance.en", "title_empty")
    ]


def test_every_criterion_of_every_version_has_guidance_in_both_languages() -> None:
    silent = [
        (programme.ref, criterion.id)
        for programme in DOCUMENT
        for criterion in programme.criteria.values()
        if not all((guidance_of(criterion, DOCUMENT.label).fr, guidance_of(criterion, DOCUMENT.label).en))
    ]

    assert silent == []
