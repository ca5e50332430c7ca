"""Texts as people search and compare them: « Œuvre-santé » is found by "oeuvre sante"."""

import unicodedata

_LETTERS = str.maketrans({
    "œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th", "ħ": "h", "ŧ": "t",
})  # fmt: skip
_APOSTROPHES = frozenset("'’‘‛ʼʹʻ′`´＇")
_LEFT_OUT = frozenset(("Mn", "Me", "Cf", "Cc"))
"""Accents, and what nobody sees: soft hyphens, joiners, zero-width blanks."""


def folded(text: str) -> str:
    """The text without case, accents, ligatures and repeated blanks; one apostrophe, one hyphen, the digits of ASCII.

    Both sides of a search go through here: what is stored, and what is asked for.
    """
    plain = text.casefold()
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_LETTERS)
    return " ".join(plain.translate(_FOLDING).split())


class _Folding(dict[int, str]):
    """What each code point becomes, remembered once it was met."""

    def __missing__(self, code: int) -> str:
        made = self[code] = _folded(chr(code))
        return made


_FOLDING = _Folding()


def _folded(character: str) -> str:
    if character.isascii() and character.isalnum():
        return character
    category = unicodedata.category(character)
    if character in _APOSTROPHES:
        return "'"
    if category == "Pd" or character == "−":
        return "-"
    if character in "\t\n\r":
        return " "
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return "" if category in _LEFT_OUT else character
