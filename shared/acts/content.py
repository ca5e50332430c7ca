"""Checks on what people write into commands: codes, which travel in events, and texts, which do not."""

import re
from collections.abc import Sequence

from shared.acts.refusal import Invalid
from shared.programme.faults import Fault

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
MOST_CODES = 50


def code_faults(path: str, codes: Sequence[str]) -> list[Fault]:
    """What is wrong with a list of codes: letters, digits, `_.-`, at most 64 characters each; at most 50 codes."""
    faults = [fault for place, code in enumerate(codes) for fault in _code_faults(f"{path}.{place}", code)]
    return faults if len(codes) <= MOST_CODES else [*faults, Fault(path, "too_many", f"at most {MOST_CODES}")]


def text_faults(path: str, text: str, longest: int) -> list[Fault]:
    """What is wrong with a text of 1 to `longest` characters, blanks around it not counted."""
    fits = 1 <= len(text.strip()) <= longest
    return [] if fits else [Fault(path, "length", f"1 to {longest} characters")]


def check_code(path: str, code: str) -> None:
    """A code that travels in events, never a sentence (invariant 11). Invalid otherwise."""
    _refuse(_code_faults(path, code))


def check_codes(path: str, codes: Sequence[str]) -> None:
    """Several codes. Invalid otherwise, with every fault."""
    _refuse(code_faults(path, codes))


def check_text(path: str, text: str, longest: int) -> str:
    """A person's own words without the blanks around them. Invalid: empty or too long."""
    _refuse(text_faults(path, text, longest))
    return text.strip()


def _code_faults(path: str, code: str) -> list[Fault]:
    return [] if CODE.fullmatch(code) else [Fault(path, "not_a_code", "1 to 64 letters, digits, _ . -")]


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise Invalid(faults)
