"""A parked record, as its table has it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from shared.delivery.shell.messages import Record

unpack = msgspec.msgpack.Decoder(list[tuple[str, bytes]]).decode


@dataclass(frozen=True, slots=True)
class Parked:
    """A parked row of a service."""

    service: str
    row: Any

    @property
    def id(self) -> str:
        """What operators call it by."""
        return str(self.row["id"])

    @property
    def record(self) -> Record:
        """The record as it lay on its topic."""
        row = self.row
        headers = tuple(unpack(row["headers"]))
        return Record(row["topic"], row["partition"], row["position"], row["key"], headers, row["value"])

    @property
    def place(self) -> str:
        """Where it lay."""
        return f"{self.row['topic']}/{self.row['partition']}@{self.row['position']}"

    @property
    def dossier(self) -> str | None:
        """The dossier that its headers name, where that is an id."""
        named = dict(self.record.headers).get("ce_dossierid", b"").decode(errors="replace")
        try:
            return str(UUID(named))
        except ValueError:
            return None
