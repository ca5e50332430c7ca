"""Whether a content carries malicious code: asked of whoever can tell."""

from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Protocol


class Finding(StrEnum):
    """What a scanner says of a content."""

    CLEAN = "clean"
    INFECTED = "infected"
    UNSCANNABLE = "unscannable"
    """The scanner works, and cannot tell: too large for it, say."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A scanner's word, and the name of what it found."""

    finding: Finding
    signature: str = ""


class ScannerUnavailable(Exception):
    """The scanner cannot be asked now: nothing is known of the content."""


class Scanner(Protocol):
    """Anything that can be asked."""

    async def scan(self, content: IO[bytes]) -> Scan:
        """Its word on a content, read from where it stands. ScannerUnavailable."""
        ...
