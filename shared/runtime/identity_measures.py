"""The identity provider: whether it answers, and how many of its keys are known."""

import asyncio
from contextvars import Context
from dataclasses import dataclass, field

from shared.identity.signing_keys import SigningKeys
from shared.telemetry import metrics


@dataclass(slots=True)
class IdentityMeasures:
    """Asks the provider when what is known of it grows old, so that its absence is told before somebody signs in."""

    keys: SigningKeys
    _asking: asyncio.Task[None] | None = field(default=None, init=False)

    async def measure(self) -> None:
        """Tell what is known now; a provider that is slow is waited for in the background."""
        if self._asking is None or self._asking.done():
            asking = self.keys.refresh_when_old()  # outlives the scrape that began it
            self._asking = asyncio.create_task(asking, name="identity-keys", context=Context())
            await asyncio.wait([self._asking], timeout=0.2)
        if self.keys.tried:
            metrics.IDENTITY_UP.set(self.keys.answered)
            metrics.IDENTITY_KEYS.set(self.keys.known)
