"""A deadline that fell due, as the message that its act is given: its kind is the act's name."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import msgspec

from shared.acts.act import AnyAct
from shared.acts.due import Deadline
from shared.delivery.shell.aggregate import Aggregate
from shared.delivery.shell.channels import Channel
from shared.delivery.shell.messages import Cause, Incoming
from shared.identity.actor import Actor


class Firing:
    """Knows the acts of one service that the calendar may ask for."""

    def __init__(self, service: str, aggregates: Sequence[Aggregate[Any]]) -> None:
        self.acts: dict[str, tuple[AnyAct, Aggregate[Any]]] = {
            act.name: (act, aggregate) for aggregate in aggregates for act in aggregate.life.acts.values()
        }
        self.actor = Actor.system(f"{service}-clock")

    def message_of(self, row: Mapping[str, Any]) -> Incoming:
        """The message of a row of the table of deadlines; its documents as text."""
        act, aggregate = self.acts[row["kind"]]
        payload = Deadline(
            kind=row["kind"],
            due_at=row["due_at"],
            derivation=msgspec.json.decode(row["derivation"], type=tuple[str, ...]),
            facts=msgspec.json.decode(row["facts"], type=dict[str, str]),
        )
        return Incoming(
            message=str(row["id"]),
            channel=Channel.DEADLINE,
            act=act,
            aggregate=aggregate,
            target=str(row["aggregate"]),
            payload=payload,
            actor=self.actor,
            cause=Cause(row["correlation"], str(row["id"]), row["traceparent"]),
            digest=sha256(msgspec.json.encode(payload)).digest(),
        )
