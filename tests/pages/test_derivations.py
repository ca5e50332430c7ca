"""Why a deadline falls on its day, in words; the steps are those that the calendar really writes."""

from datetime import date

import pytest

from shared.acts.due import DueDate
from shared.calendar.france import FRANCE
from shared.calendar.periods import Period, Unit
from shared.http.derivations import explained
from shared.http.language import Language


def plain(step: str, language: Language = Language.FRENCH) -> str:
    return " ".join(explained(step, language).split())


@pytest.mark.parametrize(
    ("step", "french", "english"),
    [
        ("start 2026-03-10", "Point de départ : 10 mars 2026", "Starting point: 10 March 2026"),
        (
            "rule 30 calendar_days",
            "Durée prévue par le programme : 30 jours calendaires",
            "Length set by the programme: 30 calendar days",
        ),
        (
            "rule 10 working_days",
            "Durée prévue par le programme : 10 jours ouvrés",
            "Length set by the programme: 10 working days",
        ),
        (
            "rule 12 months",
            "Durée prévue par le programme : 12 mois",
            "Length set by the programme: 12 months",
        ),
        (
            "moved 2026-04-07 public_holiday",
            "Reporté au 7 avril 2026, la veille étant un jour férié",
            "Moved to 7 April 2026, the day before is a public holiday",
        ),
        (
            "grace +15 calendar_days 2027-01-07",
            "Délai de grâce de 15 jours calendaires : 7 janvier 2027",
            "Grace of 15 calendar days: 7 January 2027",
        ),
        (
            "reminder -7 calendar_days 2026-12-16",
            "Rappel 7 jours calendaires avant : 16 décembre 2026",
            "Reminder 7 calendar days before: 16 December 2026",
        ),
        ("last_day -1 calendar_days 2027-03-09", "Dernier jour : 9 mars 2027", "Last day: 9 March 2027"),
        (
            "paused 5 calendar_days",
            "Délai suspendu pendant 5 jours calendaires",
            "Clock stopped for 5 calendar days",
        ),
    ],
)
def test_each_step_is_a_sentence_in_both_languages(step: str, french: str, english: str) -> None:
    assert (plain(step), plain(step, Language.ENGLISH)) == (french, english)


@pytest.mark.parametrize("step", ["", "completion", "rule", "start soon", "moved 2026-04-07", "start 2026-99-99"])
def test_a_step_of_no_known_kind_is_shown_as_it_is(step: str) -> None:
    assert explained(step, Language.FRENCH) == step


@pytest.mark.parametrize(
    ("period", "start"),
    [
        (Period(10, Unit.WORKING_DAYS), date(2026, 4, 30)),
        (Period(30, Unit.CALENDAR_DAYS), date(2026, 4, 6)),
        (Period(1, Unit.MONTHS), date(2026, 1, 31)),
    ],
    ids=str,
)
def test_every_step_that_the_calendar_writes_has_its_words(period: Period, start: date) -> None:
    due = DueDate.of("completion", period, start, FRANCE).shifted(15, "grace").shifted(-7, "reminder")

    assert [step for step in due.derivation if explained(step, Language.FRENCH) == step] == []
