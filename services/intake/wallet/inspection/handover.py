"""What goes to a worker that inspects a document, and what comes back: data alone, checked on arrival."""

import msgspec

from services.intake.wallet.inspection.kinds import MediaType


class Inspect(msgspec.Struct):
    """A document, by the file that it arrived in: it need not travel through a pipe."""

    file: str
    declared: str


class Inspected(msgspec.Struct):
    """Its kind, or why it is refused."""

    kind: MediaType | None = None
    code: str = ""
    facts: dict[str, str | int | list[str]] = {}
