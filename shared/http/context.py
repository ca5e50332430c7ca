"""What the HTTP endpoints of one process share: the command queue, the verifier, the pool for reads, rates."""

from dataclasses import dataclass, field

from fastapi import Request

from shared.acts.act import AnyAct
from shared.delivery.shell.command_queue import CommandQueue
from shared.delivery.shell.transaction import Shell
from shared.http.problems import Problem
from shared.http.rates import Limit, Rates, count_caller, count_failure, refuse_guesses
from shared.identity.actor import Actor, Role
from shared.identity.tokens import IdentityUnavailable, TokenRefused, TokenVerifier
from shared.persistence.read_pool import ReadPool
from shared.telemetry import metrics


@dataclass(frozen=True, slots=True)
class HttpContext:
    """Kept on the application's state."""

    commands: CommandQueue
    shell: Shell
    verifier: TokenVerifier
    reads: ReadPool
    rates: Rates = field(default_factory=Rates.unlimited)

    async def actor(self, request: Request, act: AnyAct) -> Actor:
        """Who asks for the act. Problem: token_refused, identity_unavailable, too_many_requests.

        Whoever is nobody leaves no row in the journal, which is never cleared: such refusals are counted.
        """
        return await self._bearer(request, act.name)

    async def reader(self, request: Request, *roles: Role) -> Actor:
        """Who reads; with one of `roles`.

        Problem: token_refused, identity_unavailable, too_many_requests, role_required.
        """
        actor = await self._bearer(request, "read")
        if not any(actor.has(role) for role in roles):
            raise Problem("role_required", roles=sorted(roles))
        return actor

    async def _bearer(self, request: Request, wanted: str) -> Actor:
        try:
            return await self.identified(request, request.headers.get("authorization"), wanted)
        except TokenRefused as refused:
            raise Problem("token_refused", refused.detail, reason=refused.code) from None

    async def identified(self, request: Request, authorization: str | None, wanted: str) -> Actor:
        """Whom this header stands for, counted. TokenRefused; Problem: identity_unavailable, too_many_requests.

        After too many refused tokens from one address, only tokens that were verified lately are taken from there.
        """
        if not self.verifier.remembers(authorization):
            refuse_guesses(request, Limit.REFUSED_TOKENS)
        try:
            actor = await self.verifier.verify(authorization)
        except TokenRefused as refused:
            metrics.UNKNOWN_CALLERS.labels(wanted, refused.code).inc()
            count_failure(request, Limit.REFUSED_TOKENS)
            raise
        except IdentityUnavailable:
            raise Problem("identity_unavailable") from None
        count_caller(request, actor)
        return actor


def http_context(request: Request) -> HttpContext:
    """The context of the application that serves this request."""
    context: HttpContext = request.app.state.http_context
    return context
