"""Codes: what events say of a dossier is never a person's sentence."""

import re

from shared.acts.refusal import Invalid
from shared.contracts.case_file import CaseFile
from shared.programme.faults import Fault

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
SHA256 = re.compile(r"[0-9a-f]{64}")
MOST_CODES = 200


def require_codes(path: str, codes: tuple[str, ...]) -> None:
    """Invalid: not_a_code, too_many."""
    faults = [
        Fault(f"{path}.{index}", "not_a_code", "1 to 64 letters, digits, _ . -")
        for index, code in enumerate(codes)
        if not CODE.fullmatch(code)
    ]
    if len(codes) > MOST_CODES:
        faults.append(Fault(path, "too_many", f"at most {MOST_CODES}"))
    if faults:
        raise Invalid(faults)


def digest_faults(content: CaseFile) -> list[Fault]:
    """The digest of a document is one: nothing else may travel instead of it."""
    return [
        Fault(f"evidence.{criterion}.{index}.sha256", "not_a_sha256", "64 hexadecimal digits, lower case")
        for criterion, pieces in content.evidence.items()
        for index, piece in enumerate(pieces)
        if piece.sha256 is not None and not SHA256.fullmatch(piece.sha256)
    ]
