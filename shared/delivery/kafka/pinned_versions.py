"""A record may be pinned to a version of the programme that is still on its way here: it is given some time."""

import asyncio
import logging
import time
from collections.abc import Sequence

from shared.delivery.shell.act_context import ActContext
from shared.delivery.shell.messages import Incoming, Message

log = logging.getLogger(__name__)
HEADER = "ce_programmeversion"
PATIENCE_S = 10.0
REST_S = 60.0
LOOK_S = 0.1
MOST_GIVEN_UP = 100


class PinnedVersions:
    """Waits for versions; what does not come in time is not waited for again until something new was learnt.

    Only records that were read and whose sender was checked are waited for: a stranger's header holds up nobody. After
    a wait in vain, whatever the version, there is no other for a while. What is unknown then is refused by the acts and
    set aside, to be redriven once the version is published.
    """

    def __init__(self, context: ActContext, patience_s: float = PATIENCE_S) -> None:
        self.context = context
        self.patience_s = patience_s
        self._document = context.programmes
        self._known: set[bytes] = _refs(context)
        self._given_up: set[bytes] = set()
        self._rests_until = 0.0

    async def awaited(self, messages: Sequence[Message]) -> None:
        """Come back when every version that the messages are pinned to is known, or patience is over."""
        pinned = {version for message in messages if isinstance(message, Incoming) for version in _pinned(message)}
        if pinned <= self._known or not self._missing(pinned) or time.monotonic() < self._rests_until:
            return
        until = time.monotonic() + self.patience_s
        while (unknown := self._missing(pinned)) and time.monotonic() < until:  # noqa: ASYNC110  # nobody tells
            await asyncio.sleep(LOOK_S)
        if unknown:
            log.warning("unknown programme versions", extra={"versions": sorted(map(repr, unknown))})
            self._rests_until = time.monotonic() + REST_S
            if len(self._given_up) < MOST_GIVEN_UP:
                self._given_up |= unknown

    def _missing(self, pinned: set[bytes]) -> set[bytes]:
        if self.context.programmes is not self._document:
            self._document = self.context.programmes
            self._known = _refs(self.context)
            self._given_up.clear()
            self._rests_until = 0.0
        return pinned - self._known - self._given_up


def _pinned(message: Incoming) -> list[bytes]:
    return [value for name, value in message.record.headers if name == HEADER] if message.record else []


def _refs(context: ActContext) -> set[bytes]:
    return {programme.ref.encode() for programme in context.programmes}
