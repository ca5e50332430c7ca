"""What people may put into fields that travel in events: codes, never sentences (invariant 11)."""

import re
from collections.abc import Sequence

from shared.acts.refusal import Invalid
from shared.programme.faults import Fault

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
MOST_CODES = 50


def check_code(path: str, code: str) -> None:
    """The code of a ground: letters, digits, `_.-`, at most 64 characters. Invalid otherwise."""
    if faults := _faults(path, code):
        raise Invalid(faults)


def check_codes(path: str, codes: Sequence[str]) -> None:
    """Several codes, at most 50. Invalid otherwise, with every fault."""
    faults = [fault for place, code in enumerate(codes) for fault in _faults(f"{path}.{place}", code)]
    if len(codes) > MOST_CODES:
        faults.append(Fault(path, "too_many", f"at most {MOST_CODES}"))
    if faults:
        raise Invalid(faults)


def check_text(path: str, text: str, longest: int) -> str:
    """A person's own words without the blanks around them, 1 to `longest` characters. Invalid otherwise."""
    words = text.strip()
    if not 1 <= len(words) <= longest:
        raise Invalid([Fault(path, "length", f"1 to {longest} characters")])
    return words


def _faults(path: str, code: str) -> list[Fault]:
    return [] if CODE.fullmatch(code) else [Fault(path, "not_a_code", "1 to 64 letters, digits, _ . -")]
