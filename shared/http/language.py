"""The language of a page: French first, English second; and dates as each writes them."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from fastapi import Request

from shared.calendar.paris import PARIS


class Language(StrEnum):
    """The value is the tag of the `lang` attribute and of the query parameter."""

    FRENCH = "fr"
    ENGLISH = "en"


Words = Mapping[str, tuple[str, str]]
"""Key to its French and its English wording, with `{facts}` to fill in."""

MONTHS = (
    ("janvier", "January"), ("février", "February"), ("mars", "March"), ("avril", "April"), ("mai", "May"),
    ("juin", "June"), ("juillet", "July"), ("août", "August"), ("septembre", "September"), ("octobre", "October"),
    ("novembre", "November"), ("décembre", "December"),
)  # fmt: skip


NARROW, WIDE = "\u202f", "\u00a0"  # spaces that do not break
TYPOGRAPHY = {
    "'": "’", " ;": f"{NARROW};", " !": f"{NARROW}!", " ?": f"{NARROW}?",
    " :": f"{WIDE}:", "« ": f"«{WIDE}", " »": f"{WIDE}»",
}  # fmt: skip


def language_of(request: Request) -> Language:
    """What `?lang=` asks for, else the first of ours in Accept-Language, else French."""
    asked = request.query_params.get("lang", "")
    if asked in list(Language):
        return Language(asked)
    return preferred(request.headers.get("accept-language", ""))


def preferred(header: str, otherwise: Language = Language.FRENCH) -> Language:
    """The best liked of our languages in an Accept-Language header, or the other argument if it names neither."""
    liked: list[tuple[float, int, Language]] = []
    for place, part in enumerate(header.split(",")[:20]):
        tag, _, weight = part.strip().partition(";")
        primary = tag.split("-")[0].strip().lower()
        if primary in list(Language):
            liked.append((-_weight(weight), place, Language(primary)))
    wanted = [one for one in liked if one[0] < 0]
    return min(wanted)[2] if wanted else otherwise


def _weight(parameter: str) -> float:
    name, _, value = parameter.partition("=")
    if not name.strip():
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def chosen(wordings: tuple[str, str], language: Language) -> str:
    """The wording of a pair in that language."""
    french, english = wordings
    return typeset(french) if language is Language.FRENCH else english


def said(words: Words, language: Language, key: str, **facts: object) -> str:
    """A wording, filled in. KeyError: there is no such wording."""
    return chosen(words[key], language).format(**facts)


def typeset(french: str) -> str:
    """French typography: a sign that stands off its word stays on the line, apostrophes are curved."""
    for plain, set_ in TYPOGRAPHY.items():
        french = french.replace(plain, set_)
    return french


def day_in(language: Language, day: date) -> str:
    """1er mars 2026, 1 March 2026."""
    month = chosen(MONTHS[day.month - 1], language)
    number = "1er" if day.day == 1 and language is Language.FRENCH else str(day.day)
    return f"{number} {month} {day.year}"


def moment_in(language: Language, instant: datetime) -> str:
    """Paris time: 1er mars 2026 à 14 h 05, 1 March 2026 at 14:05."""
    there = instant.astimezone(PARIS)
    clock = f"à {there:%H} h {there:%M}" if language is Language.FRENCH else f"at {there:%H:%M}"
    return f"{day_in(language, there.date())} {clock}"
