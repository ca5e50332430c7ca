"""The style sheet: colours that can be read, in light and in dark; files cached under their digest."""

import re

import pytest

from shared.http.static import DIGEST, FILES

SHEET = FILES["site.css"].decode()
LIGHT, DARK = re.findall(r":root \{([^}]*)\}", SHEET)
TEXT = (
    ("ink", "paper"), ("ink", "surface"), ("ink", "accent-soft"), ("muted", "paper"), ("muted", "surface"),
    ("accent", "paper"), ("accent", "surface"), ("accent", "accent-soft"), ("on-accent", "accent"),
    ("warn", "warn-soft"), ("alert", "alert-soft"), ("muted", "accent-soft"),
)  # fmt: skip
SHAPES = (("edge", "surface"), ("edge", "paper"), ("accent", "paper"))


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(theme: str, one: str, other: str) -> float:
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", theme))
    dim, bright = sorted((luminance(colours[one]), luminance(colours[other])))
    return (bright + 0.05) / (dim + 0.05)


def test_the_measure_is_right() -> None:
    theme = "--black: #000000; --white: #ffffff; --grey: #767676"

    assert round(contrast(theme, "black", "white"), 2) == 21.0
    assert round(contrast(theme, "grey", "white"), 2) == 4.54


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_stands_out_at_4_5_to_1(theme: str, ink: str, ground: str) -> None:
    assert contrast(theme, ink, ground) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), SHAPES)
def test_borders_of_fields_and_focus_stand_out_at_3_to_1(theme: str, edge: str, ground: str) -> None:
    assert contrast(theme, edge, ground) >= 3


def test_the_sheet_asks_nothing_of_other_sites() -> None:
    assert "url(" not in SHEET
    assert "@import" not in SHEET


def test_the_digest_is_short_and_of_the_content() -> None:
    assert re.fullmatch(r"[0-9a-f]{16}", DIGEST)
