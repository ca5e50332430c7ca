"""Jobs for workers: documents inspected away from the process that serves."""

from pathlib import Path

import msgspec

from services.intake.wallet.inspection.handover import Inspect, Inspected
from services.intake.wallet.inspection.media import media_type_of
from services.intake.wallet.inspection.refused import ContentRefused


def inspect(payload: bytes) -> bytes:
    """`Inspect` in, `Inspected` out."""
    asked = msgspec.msgpack.decode(payload, type=Inspect)
    try:
        found = Inspected(kind=media_type_of(Path(asked.file), asked.declared))
    except ContentRefused as refused:
        found = Inspected(code=refused.code, facts=msgspec.convert(refused.facts, dict[str, str | int | list[str]]))
    return msgspec.msgpack.encode(found)
