"""Why a deadline falls on its day, in words: the steps that shared/calendar and shared/acts/due.py record."""

import re
from datetime import date

from shared.http.language import Language, Words, day_in, said

WORDS: Words = {
    "start": ("Point de départ : {day}", "Starting point: {day}"),
    "event": ("Jour visé : {day}", "Day aimed at: {day}"),
    "rule": ("Durée prévue par le programme : {count} {unit}", "Length set by the programme: {count} {unit}"),
    "first_day_not_counted": ("Le premier jour ne compte pas : {day}", "The first day does not count: {day}"),
    "last_day": ("Dernier jour : {day}", "Last day: {day}"),
    "anniversary": ("Anniversaire : {day}", "Anniversary: {day}"),
    "paused": ("Délai suspendu pendant {count} {unit}", "Clock stopped for {count} {unit}"),
    "moved_saturday": ("Reporté au {day}, la veille étant un samedi", "Moved to {day}, the day before is a Saturday"),
    "moved_sunday": ("Reporté au {day}, la veille étant un dimanche", "Moved to {day}, the day before is a Sunday"),
    "moved_public_holiday": (
        "Reporté au {day}, la veille étant un jour férié",
        "Moved to {day}, the day before is a public holiday",
    ),
    "grace": ("Délai de grâce de {count} {unit} : {day}", "Grace of {count} {unit}: {day}"),
    "reminder": ("Rappel {count} {unit} avant : {day}", "Reminder {count} {unit} before: {day}"),
    "calendar_days": ("jours calendaires", "calendar days"),
    "working_days": ("jours ouvrés", "working days"),
    "clear_days_before": ("jours francs avant", "clear days before"),
    "months": ("mois", "months"),
}
COUNT = re.compile(r"[+-]?\d+")


def explained(step: str, language: Language) -> str:
    """One step ("rule 30 calendar_days") as a sentence; as it is where it is of no known kind."""
    code, *rest = step.split() or [""]
    days = [day_in(language, day) for part in rest if (day := _day(part))]
    counts = [part for part in rest if COUNT.fullmatch(part)]
    names = [part for part in rest if part in WORDS]
    reason = next((part for part in rest if f"{code}_{part}" in WORDS), "")
    key = f"{code}_{reason}" if reason else code
    facts = {
        "day": days[0] if days else "",
        "count": counts[0].lstrip("+-") if counts else "",
        "unit": said(WORDS, language, names[0]) if names else "",
    }
    if key not in WORDS or not all(facts[name] for name in re.findall(r"{(\w+)}", WORDS[key][0])):
        return step
    return said(WORDS, language, key, **facts)


def _day(part: str) -> date | None:
    try:
        return date.fromisoformat(part)
    except ValueError:
        return None
