"""What the HTTP doors of one process share: the command queue, the verifier, the pool for reads."""

from dataclasses import dataclass

from fastapi import Request

from shared.acts.act import AnyAct
from shared.delivery.commands import CommandQueue
from shared.delivery.shell import Shell
from shared.http.problems import Problem
from shared.identity.actor import Actor, Role
from shared.identity.tokens import IdentityUnavailable, TokenRefused, TokenVerifier
from shared.persistence.read_pool import ReadPool
from shared.telemetry import metrics


@dataclass(frozen=True, slots=True)
class Doors:
    """Kept on the application's state."""

    commands: CommandQueue
    shell: Shell
    verifier: TokenVerifier
    reads: ReadPool

    async def actor(self, request: Request, act: AnyAct) -> Actor:
        """Who asks for the act. Problem: token_refused, identity_unavailable.

        Whoever is nobody leaves no row in the journal, which is never cleared: such refusals are counted.
        """
        try:
            return await self.verifier.verify(request.headers.get("authorization"))
        except TokenRefused as refused:
            metrics.UNKNOWN_CALLERS.labels(act.name, refused.code).inc()
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


def doors_of(request: Request) -> Doors:
    """The doors of the application that serves this request."""
    doors: Doors = request.app.state.doors
    return doors
