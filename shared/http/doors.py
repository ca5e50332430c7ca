"""What the HTTP doors of one process share: the command queue, the verifier, the journal of refusals at the door."""

import logging
from dataclasses import dataclass
from hashlib import sha256

from fastapi import Request

from shared.acts.act import AnyAct
from shared.delivery.commands import CommandQueue
from shared.delivery.effects import Effects
from shared.delivery.journal import Entry
from shared.delivery.shell import Shell
from shared.delivery.store import write
from shared.http.problems import Problem
from shared.identity.actor import Actor, Role
from shared.identity.tokens import IdentityUnavailable, TokenRefused, TokenVerifier
from shared.persistence.read_pool import ReadPool
from shared.telemetry.propagation import current_traceparent

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Doors:
    """Kept on the application's state."""

    commands: CommandQueue
    shell: Shell
    verifier: TokenVerifier
    reads: ReadPool

    async def actor(self, request: Request, act: AnyAct) -> Actor:
        """Who asks for the act. Problem: token_refused (journaled), identity_unavailable."""
        try:
            return await self.verifier.verify(request.headers.get("authorization"))
        except TokenRefused as refused:
            await self._journal(request, act, refused.code)
            raise Problem("token_refused", refused.detail, reason=refused.code) from None
        except IdentityUnavailable:
            raise Problem("identity_unavailable") from None

    async def reader(self, request: Request, *roles: Role) -> Actor:
        """Who reads; with one of `roles`. Problem: token_refused, role_required."""
        try:
            actor = await self.verifier.verify(request.headers.get("authorization"))
        except TokenRefused as refused:
            raise Problem("token_refused", refused.detail, reason=refused.code) from None
        except IdentityUnavailable:
            raise Problem("identity_unavailable") from None
        if not any(actor.has(role) for role in roles):
            raise Problem("role_required", roles=sorted(roles))
        return actor

    async def _journal(self, request: Request, act: AnyAct, code: str) -> None:
        """A refusal at the door leaves a trace too; it stands outside every aggregate's chain."""
        effects = Effects(self.shell.service, self.shell.world.clock.now())
        entry = Entry(
            aggregate=None,
            entry=0,
            dossier=None,
            at=effects.now,
            door="http",
            act=act.name,
            rule=act.rule,
            actor="unknown",
            roles="",
            message="",
            outcome=code,
            state=None,
            version=0,
            events="",
            digest=sha256(request.url.path.encode()).digest(),
            trace=current_traceparent(),
        )
        effects.write_journal(entry, b"")
        try:
            async with self.shell.pool.acquire(timeout=2) as conn:
                await write(conn, *effects.writing())
        except Exception as error:
            log.warning("refusal not journaled", extra={"code": code, "error": repr(error)})


def doors_of(request: Request) -> Doors:
    """The doors of the application that serves this request."""
    doors: Doors = request.app.state.doors
    return doors
