"""Which language a page speaks, and how each writes its dates."""

from datetime import UTC, date, datetime

import pytest

from shared.http.language import Language, day_in, moment_in, preferred, typeset


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "fr"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("fr-FR,fr;q=0.9,en;q=0.8", "fr"),
        ("de,en;q=0.5,fr;q=0.4", "en"),
        ("en;q=0.3,fr;q=0.8", "fr"),
        ("en;q=0", "fr"),
        ("en;q=much", "fr"),
        ("de,it", "fr"),
        ("*", "fr"),
        (",,;,", "fr"),
    ],
)
def test_the_best_liked_of_our_languages_is_spoken_french_by_default(header: str, language: str) -> None:
    assert preferred(header) == language


@pytest.mark.parametrize(
    ("day", "french", "english"),
    [
        (date(2026, 3, 1), "1er mars 2026", "1 March 2026"),
        (date(2028, 2, 29), "29 février 2028", "29 February 2028"),
        (date(2026, 8, 15), "15 août 2026", "15 August 2026"),
    ],
)
def test_days_are_written_as_each_language_does(day: date, french: str, english: str) -> None:
    assert (day_in(Language.FRENCH, day), day_in(Language.ENGLISH, day)) == (french, english)


@pytest.mark.parametrize(
    ("instant", "french", "english"),
    [
        (datetime(2026, 1, 9, 23, 5, tzinfo=UTC), "10 janvier 2026 à 00 h 05", "10 January 2026 at 00:05"),
        (datetime(2026, 7, 1, 12, 30, tzinfo=UTC), "1er juillet 2026 à 14 h 30", "1 July 2026 at 14:30"),
    ],
    ids=["winter", "summer"],
)
def test_instants_are_told_in_paris_time(instant: datetime, french: str, english: str) -> None:
    assert (moment_in(Language.FRENCH, instant), moment_in(Language.ENGLISH, instant)) == (french, english)


def test_french_signs_stay_with_their_word() -> None:
    assert typeset("L'avis : oui ; non ? si !") == "L’avis\u00a0: oui\u202f; non\u202f? si\u202f!"
