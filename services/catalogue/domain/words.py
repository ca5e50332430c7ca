"""Words as people search them: « Éditeur » is found by "editeur"."""

import unicodedata

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "’": "'"})


def folded(text: str) -> str:
    """The text without case, accents, ligatures and repeated blanks."""
    parted = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    return " ".join("".join(letter for letter in parted if not unicodedata.combining(letter)).split())
