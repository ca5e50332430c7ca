"""A shell for repairs: what the topic has already is not published again."""

from typing import Any

import msgspec

from shared.contracts.envelope import Headers, read_envelope
from shared.contracts.topics import EVENTS
from shared.delivery.recovery.gaps import Ahead
from shared.delivery.shell.aggregate import Loaded
from shared.delivery.shell.effects import Effects
from shared.delivery.shell.store import Conn
from shared.delivery.shell.transaction import Shell

unpack = msgspec.msgpack.Decoder(Headers).decode
Known = dict[tuple[str, int], Ahead]
"""Aggregate and sequence to what the topic has there."""


class ContradictsTheTopic(Exception):
    """Performed again, an act would publish something else than what stands on the topic."""


class PublishingOnce(Shell):
    """A shell that does not publish what its topic has already."""

    known: Known = {}  # noqa: RUF012  # set per instance

    async def _save(self, conn: Conn, loaded: dict[tuple[str, str], Loaded], effects: Effects) -> None:
        effects.outbox = [row for row in effects.outbox if self._is_news(row)]
        await super()._save(conn, loaded, effects)

    def _is_news(self, row: tuple[Any, ...]) -> bool:
        _, topic, _, packed, value = row
        headers = unpack(packed)
        if all(name != "ce_id" for name, _ in headers):
            return True
        envelope = read_envelope(headers)
        known = self.known.get((envelope.subject, envelope.sequence))
        if known is None:
            return True
        if topic == EVENTS[self.service] and (known.envelope.type, known.value) != (envelope.type, value):
            raise ContradictsTheTopic(
                f"{envelope.type} {envelope.sequence} of {envelope.subject}: the topic has {known.name}"
            )
        return False
