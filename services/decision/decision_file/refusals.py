"""The refusal codes of decision files."""

from collections.abc import Mapping

from shared.http.problem_kinds import Kind

REFUSALS: Mapping[str, Kind] = {
    "already_signed": Kind(
        409,
        ("Cette partie a déjà signé la convention", "This party has signed the convention"),
        ("Il n'y a rien à faire ; `party` est la partie qui a signé.", "Nothing is to be done; `party` is who signed."),
    ),
    "publisher_signs_first": Kind(
        409,
        ("L'éditeur signe la convention en premier", "The publisher signs the convention first"),
        ("Attendez la signature de l'éditeur.", "Wait for the publisher's signature."),
    ),
    "convention_not_signed": Kind(
        409,
        ("La convention n'est pas signée par toutes les parties", "The convention is not signed by all parties"),
        (
            "Faites signer les parties de `missing`, puis recommencez.",
            "Have the parties in `missing` sign, then try again.",
        ),
    ),
    "tests_not_passed": Kind(
        409,
        ("Les tests de raccordement ne sont pas réussis", "The connection tests are not passed"),
        ("Attendez leur réussite ; `tests` en donne l'état.", "Wait until they are passed; `tests` is their state."),
    ),
    "opinion_not_favourable": Kind(
        409,
        ("L'avis de la commission n'est pas favorable", "The commission's opinion is not favourable"),
        (
            "Sans avis favorable, seul un refus est possible ; `opinion` est l'avis rendu.",
            "Without a favourable opinion only a refusal is possible; `opinion` is the one given.",
        ),
    ),
    "reservations_open": Kind(
        409,
        ("Des réserves suspensives ne sont pas levées", "Suspensive reservations are not lifted"),
        (
            "Faites lever les réserves sur les critères de `open`, puis recommencez.",
            "Have the reservations on the criteria in `open` lifted, then try again.",
        ),
    ),
    "reservation_unknown": Kind(
        409,
        ("Aucune réserve ne porte sur ce critère", "There is no reservation on this criterion"),
        ("Choisissez un critère de `open`.", "Name one of the criteria in `open`."),
    ),
    "reservation_already_lifted": Kind(
        409,
        ("Cette réserve est déjà levée", "This reservation is lifted already"),
        ("Il n'y a rien à faire.", "Nothing is to be done."),
    ),
}
