"""Evidence in a cell: one document a line, its type and then what is known of it, as `name=value`."""

from dataclasses import fields
from datetime import date

from shared.contracts.case_file import EvidencePiece

DAYS = ("issued_on", "valid_until")
NAMES = tuple(one.name for one in fields(EvidencePiece) if one.name != "type")
HOW = "type issued_on=YYYY-MM-DD valid_until=YYYY-MM-DD sha256=…; one document a line"
UNMARKED = EvidencePiece(type="")


def cell_of_pieces(pieces: tuple[EvidencePiece, ...]) -> str | None:
    """The documents as they are written; nothing where there are none."""
    return "\n".join(map(_line, pieces)) or None


def pieces_of(text: str) -> tuple[EvidencePiece, ...]:
    """The documents that a cell names. ValueError: a line cannot be read."""
    return tuple(_piece(line.split()) for line in text.splitlines() if line.strip())


def _line(piece: EvidencePiece) -> str:
    known = {name: getattr(piece, name) for name in NAMES}
    said = [f"{name}={value}" for name, value in known.items() if value != getattr(UNMARKED, name)]
    return " ".join((piece.type, *said))


def _piece(words: list[str]) -> EvidencePiece:
    said: dict[str, str | date] = {"type": words[0]}
    for word in words[1:]:
        name, sign, value = word.partition("=")
        if name not in NAMES or not sign:
            raise ValueError(name)
        said[name] = date.fromisoformat(value) if name in DAYS else value
    return EvidencePiece(**said)  # type: ignore[arg-type]  # each name with the type of its field
