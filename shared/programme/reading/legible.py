"""Texts of a programme that people read: nothing in them may hide, or turn what stands around it."""

from typing import Protocol

from shared.texts.public_text import refuse_forbidden
from shared.texts.rule import TextFault


class Reading(Protocol):
    """Where a fault is noted."""

    def fault(self, key: str, code: str, detail: str = "") -> None: ...


def check_legible(node: Reading, key: str, text: str) -> None:
    """Note the fault of a text: text_control, text_direction, text_no_character or text_invisible."""
    try:
        refuse_forbidden(text)
    except TextFault as broken:
        node.fault(key, broken.code, broken.detail)
