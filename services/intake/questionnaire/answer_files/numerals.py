"""Numbers as files write them: bounded before they are worked out, for a few characters can mean a million digits."""

from decimal import Decimal, InvalidOperation

from services.intake.questionnaire.answer_files.grid import Cell

MOST_DIGITS = 18
"""A longer number is no whole one that anybody counted."""
LONGEST_NUMERAL = 60


def number_of(text: str) -> Cell:
    """The number that a text is; the text itself where it is none, or none that can be kept."""
    shown = "".join(text.split())
    if not shown or len(shown) > LONGEST_NUMERAL:
        return text
    try:
        number = Decimal(shown.replace(",", "."))
    except InvalidOperation:
        return text
    if not number.is_finite() or abs(number.adjusted()) > 300:  # noqa: PLR2004  # beyond what a float can be
        return text
    whole = number.adjusted() < MOST_DIGITS and number == number.to_integral_value()
    return int(number) if whole else float(number)


def percent_of(text: str) -> Cell:
    """A share as a spreadsheet shows it, say "71.5 %": whether 0.715 or 71.5 was meant is not for us to guess."""
    number = number_of(text)
    if isinstance(number, str) or number is None:
        return text
    return f"{number * 100:.10g} %"
