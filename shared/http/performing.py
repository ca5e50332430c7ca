"""From a door to the command queue: what somebody asks for, performed or refused. For the JSON door and for forms."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from fastapi import Request

from shared.acts.act import AnyAct
from shared.acts.moment import derived_id
from shared.delivery.shell.aggregate import Aggregate
from shared.delivery.shell.channels import Channel
from shared.delivery.shell.effects import new_event_id
from shared.delivery.shell.messages import Cause, Incoming, Performed, Rejected
from shared.delivery.shell.transaction import Unavailable
from shared.http.context import http_context
from shared.http.problems import Problem
from shared.http.rates import Limit, count
from shared.identity.actor import Actor
from shared.persistence.transience import BadValue
from shared.telemetry.propagation import current_traceparent

Prepare = Callable[[Any, Request], Awaitable[Any]]
KEY_LENGTH = range(8, 201)


@dataclass(frozen=True, slots=True)
class Command:
    """One row of a slice's `commands.py`: POST `path` with a body performs `act`.

    A path without `{id}` creates a new aggregate. `prepare` completes the command from the service's own read tables.
    """

    path: str
    body: type[Any]
    act: AnyAct
    aggregate: Aggregate[Any]
    example: Mapping[str, object] = field(default_factory=dict)
    prepare: Prepare | None = None
    target: Callable[[str], str] = str
    """From the id in the path to the aggregate's id, where they differ."""
    limit: Limit | None = None
    """The quota of its own that it counts for, beside those of all commands."""
    only: str = ""
    """The aggregate that a path without `{id}` means, where there is only one of its kind."""

    @property
    def creates(self) -> bool:
        """Whether the command makes a new aggregate."""
        return "{id}" not in self.path and not self.only


@dataclass(frozen=True, slots=True)
class Asked:
    """One command as somebody asked for it: by whom, with what, under which key, of which version."""

    actor: Actor
    payload: Any
    key: str
    """New for each command; the same key gives the first answer again."""
    digest: bytes
    """Of all that was asked: another command under the same key is refused."""
    expected_version: frozenset[int] | None
    """Any of these; None: whatever the version is."""


async def performed(request: Request, command: Command, asked: Asked) -> Performed:
    """The answer of a command that was performed.

    Problem: unavailable, value_refused, too_many_requests, or the refusal.
    """
    if command.limit:
        count(request, command.limit, asked.actor)
    try:
        outcome = await http_context(request).commands.perform(await _incoming(request, command, asked))
    except Unavailable as error:
        raise Problem("unavailable", "the database cannot be reached") from error
    except BadValue as error:
        raise Problem("value_refused") from error
    if isinstance(outcome, Rejected):
        raise Problem(outcome.code, **outcome.facts)
    assert isinstance(outcome, Performed)
    return outcome


async def _incoming(request: Request, command: Command, asked: Asked) -> Incoming:
    payload = asked.payload
    if command.prepare and asked.actor.acting_as(*command.act.roles):
        payload = await command.prepare(payload, request)
    message = derived_id("command", asked.actor.id, asked.key)
    return Incoming(
        message=message,
        channel=Channel.HTTP,
        act=command.act,
        aggregate=command.aggregate,
        target=_target(request, command, message),
        payload=payload,
        actor=asked.actor,
        cause=Cause(new_event_id(), None, current_traceparent()),
        digest=asked.digest,
        expected_version=asked.expected_version,
    )


def _target(request: Request, command: Command, message: str) -> str:
    if command.only:
        return command.only
    return derived_id(command.aggregate.name, message) if command.creates else command.target(path_id(request))


def key_of(given: str | None) -> str:
    """An Idempotency-Key that is one. Problem: idempotency_key_missing."""
    if given is None or len(given) not in KEY_LENGTH:
        raise Problem("idempotency_key_missing")
    return given


def path_id(request: Request) -> str:
    """The `{id}` of the path. Problem not_found: it is no UUID."""
    try:
        return str(UUID(request.path_params["id"]))
    except ValueError:
        raise Problem("not_found") from None
