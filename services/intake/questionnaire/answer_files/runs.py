"""Texts of a workbook: runs put together, characters that XML cannot hold put back."""

import re

from services.intake.questionnaire.answer_files.grid import LONGEST_CELL, refuse
from services.intake.questionnaire.answer_files.parts import Element, local

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
SURROGATE = re.compile("[\ud800-\udfff]")


def text_of(element: Element) -> str:
    """The runs of a text; what tells how to pronounce it is left aside."""
    found, length = [], 0
    for one in element.iter("{*}t"):
        if local(one.getparent()) != "rPh":
            length += len(one.text or "")
            if length > LONGEST_CELL * 7:  # each character may be escaped
                raise refuse("cell_too_long", f"at most {LONGEST_CELL}")
            found.append(one.text or "")
    return unescaped("".join(found))


def unescaped(text: str) -> str:
    """Characters that XML cannot hold are spelt `_x000D_`, those beyond U+FFFF in two halves. ValueError: one half."""
    if "_x" not in text:
        return text
    spelt = ESCAPED.sub(lambda one: chr(int(one[1], 16)), text)
    return spelt.encode("utf-16", "surrogatepass").decode("utf-16") if SURROGATE.search(spelt) else spelt
