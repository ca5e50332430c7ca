"""Public text: what people write and others read. Visible, normalised, unable to change how its surroundings read."""

import re
import unicodedata
from dataclasses import dataclass

from shared.texts.rule import Rule, TextFault

BYTES_PER_CHARACTER = 4
MARKS_IN_A_ROW = 6
_UNUSUAL = re.compile("[^\\t\\n\\x20-\\x7e\\xa0-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20cf]")
"""What texts in Latin letters do not hold; nothing forbidden and no mark is missing from it."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u206a-\u206f]")
_NO_CHARACTER = re.compile(
    "[\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\U000f0000-\U0010ffff"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_HIDDEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2061-\u2065\u2800\u3164\uffa0\ufff0-\ufffb"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_DROPPED = re.compile("[\u00ad\u200b\u2060\ufeff]|(?<=[\\x00-\u024f\u200c\u200d])[\u200c\u200d]")
"""Hints for line breaks that word processors leave behind, and joiners where they join nothing: they are taken out."""
_MAY_GO = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_FAULTS = (
    (_CONTROL, "text_control", "no control characters"),
    (_BIDI, "text_direction", "no characters that turn the direction of writing"),
    (_NO_CHARACTER, "text_no_character", "no surrogates, private-use or undefined code points"),
    (_HIDDEN, "text_invisible", "no characters that nobody sees"),
)


_ANY = re.compile(f"[{''.join(forbidden.pattern[1:-1] for forbidden, _, _ in _FAULTS)}]")


@dataclass(frozen=True, slots=True)
class PublicText(Rule):
    """A text of `least` to `most` characters, at most four times as many bytes. `lines`: it may have several lines."""

    most: int
    least: int = 1
    lines: bool = False

    def checked(self, value: str) -> str:
        """The text trimmed, in NFC, with line feeds as line ends and without hints for line breaks.

        TextFault: length, text_control, text_direction, text_no_character, text_invisible, text_marks, text_one_line.
        """
        if len(value) > BYTES_PER_CHARACTER * self.most:  # before any work on it
            raise self._length()
        text = normalised(value)
        refuse_forbidden(text)
        if not self.lines and ("\n" in text or "\t" in text):
            raise TextFault("text_one_line", "on one line, without tabs")
        if (value.strip() and text and not any(map(_visible, text))) or (value.strip() and not text):
            raise TextFault("text_invisible", "at least one visible character")
        if _piled(text):
            raise TextFault("text_marks", f"at most {MARKS_IN_A_ROW} accents on one letter")
        if not self.least <= len(text) <= self.most:
            raise self._length()
        return text

    def schema(self) -> dict[str, object]:
        """The length."""
        return {"minLength": self.least, "maxLength": self.most}

    def _length(self) -> TextFault:
        return TextFault("length", f"{self.least} to {self.most} characters" if self.least else f"at most {self.most}")


@dataclass(frozen=True, slots=True)
class SourceText(Rule):
    """A document in a language of its own (YAML, say): kept as it is, but nothing in it may mislead its readers."""

    most: int

    def checked(self, value: str) -> str:
        """The text unchanged. TextFault: length, or as PublicText."""
        if len(value) > self.most:
            raise TextFault("length", f"at most {self.most} characters")
        refuse_forbidden(value.replace("\r", "").removeprefix("\ufeff"))
        return value


def refuse_forbidden(text: str) -> None:
    """TextFault: the first character that no public text may hold."""
    if _UNUSUAL.search(text) is None:
        return
    for forbidden, code, detail in _FAULTS:
        if found := forbidden.search(text):
            raise TextFault(code, f"{detail} (U+{ord(found.group()):04X})")


def harmless(text: str) -> str:
    """The text with a visible � for each character that no public text may hold: to show what came before the rule."""
    return text if text.isascii() and text.isprintable() else _ANY.sub("\ufffd", text)


def normalised(value: str) -> str:
    """The text trimmed, in NFC, with line feeds as line ends and without hints for line breaks."""
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        text = _DROPPED.sub("", text) if _MAY_GO.search(text) else text
    return text.strip().strip("\u200c\u200d").strip()


def _visible(character: str) -> bool:
    """Letters, digits, punctuation and symbols; neither blanks nor joiners nor marks that need a letter."""
    return unicodedata.category(character)[0] in "LNPS"


def _piled(text: str) -> bool:
    """Whether so many combining marks stand on one letter that they cover their neighbours."""
    if _UNUSUAL.search(text) is None:
        return False
    row = 0
    for character in text:
        row = row + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if row > MARKS_IN_A_ROW:
            return True
    return False
