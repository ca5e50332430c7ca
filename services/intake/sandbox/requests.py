"""Jobs of HTTP requests in the sandbox: one organisation has one worker at a time, and limits are problems."""

from fastapi import Request

from services.intake.sandbox.fair_queue import Busy
from services.intake.sandbox.pool import Sandbox, TooComplex
from shared.http.problems import Problem
from shared.identity.actor import Actor


def sandbox_of(request: Request) -> Sandbox:
    """The sandbox of the application that serves this request."""
    sandbox: Sandbox = request.app.state.sandbox
    return sandbox


async def run_in_sandbox(sandbox: Sandbox, actor: Actor, function: str, payload: bytes) -> bytes:
    """The answer of a job. Problem: file_too_complex, parsers_busy."""
    caller = f"organisation {actor.organisation}" if actor.organisation else f"person {actor.id}"
    try:
        return await sandbox.run(function, payload, caller)
    except TooComplex:
        raise Problem("file_too_complex") from None
    except Busy:
        raise Problem("parsers_busy") from None
