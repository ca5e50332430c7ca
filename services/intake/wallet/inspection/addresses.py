"""Addresses within documents: whether one leads into the reader's own machine or network, or runs something."""

import re
from urllib.parse import unquote

SKIPPED = re.compile(r"[\x00-\x20]+")
"""What readers of addresses leave out, at their start or in the middle."""
INWARD = re.compile(r"(?!https?:|mailto:|tel:)[a-z][a-z0-9+.-]*:|[\\/]{2}", re.IGNORECASE)
WEB = re.compile(r"https?:", re.IGNORECASE)


def leads_inward(address: str) -> bool:
    """Whether it names a program (`javascript:`, `macro:`), a file of the reader's (`file:`) or a host (`//host`)."""
    return bool(INWARD.match(SKIPPED.sub("", unquote(address))))


def leads_out(address: str) -> bool:
    """Whether it leaves the archive that it stands in: for the web, or for what lies beside the archive."""
    plain = SKIPPED.sub("", unquote(address))
    return bool(WEB.match(plain)) or plain.replace("\\", "/").startswith(("../", "/"))
