"""Checks on what people write into commands."""

import re

from shared.programme.faults import Fault

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
MOST_CODES = 50
LONGEST_TEXT = 2000


def ground_faults(grounds: tuple[str, ...]) -> list[Fault]:
    """Grounds (« motifs ») travel in events, so they are codes, never a person's sentences."""
    faults = [
        Fault(f"grounds.{place}", "not_a_code", "1 to 64 letters, digits, _ . -")
        for place, ground in enumerate(grounds)
        if not CODE.fullmatch(ground)
    ]
    return faults if len(grounds) <= MOST_CODES else [*faults, Fault("grounds", "too_many", f"at most {MOST_CODES}")]


def text_faults(path: str, text: str) -> list[Fault]:
    """A text that people must find something in."""
    fits = 1 <= len(text.strip()) <= LONGEST_TEXT
    return [] if fits else [Fault(path, "length", f"1 to {LONGEST_TEXT} characters")]
