"""The identity provider's public keys: cached, fetched off the event loop, never fetched in a storm."""

import asyncio
import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from jwt import PyJWK, PyJWKClient
from jwt.exceptions import PyJWTError

from shared.identity.refusal import IdentityUnavailable, TokenRefused

ASYMMETRIC = frozenset({"RSA", "EC", "OKP"})

log = logging.getLogger(__name__)


@dataclass(slots=True)
class SigningKeys:
    """Keys by `kid`, from an `http(s)://` or `file://` address.

    A known key is served from memory, refreshed once it is older than `lifetime` and forgotten after `stale_limit`
    without any answer. An unknown `kid` asks the provider at most once per `interval` (once per `retry` after a
    failure), however many requests present it.
    """

    uri: str
    interval: float = 30
    lifetime: float = 300
    retry: float = 2
    stale_limit: float = 86_400
    timeout: float = 3
    clock: Callable[[], float] = time.monotonic
    _keys: dict[str, PyJWK] = field(default_factory=dict, init=False)
    _fetched_at: float = field(default=float("-inf"), init=False)
    _tried_at: float = field(default=float("-inf"), init=False)
    _fetching: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    def __post_init__(self) -> None:
        if urlsplit(self.uri).scheme not in {"http", "https", "file"}:
            raise ValueError("jwks_uri must be an http, https or file address")

    async def key(self, kid: str) -> PyJWK:
        known = self._keys.get(kid) if self._age() < self.stale_limit else None
        if known is not None and (self._age() < self.lifetime or self._fetching.locked()):
            return known
        async with self._fetching:
            if self._may_ask():
                await self._refresh()
        if self._age() < self.stale_limit and (found := self._keys.get(kid)) is not None:
            return found
        if self._fetched_at < self._tried_at:
            raise IdentityUnavailable("the keys of the identity provider cannot be had")
        raise TokenRefused("token_key_unknown", "the identity provider does not publish the key of this token")

    async def refresh_when_old(self) -> None:
        """Ask the provider as a request would, if what is known is older than `lifetime`."""
        async with self._fetching:
            if self._age() >= self.lifetime and self._may_ask():
                await self._refresh()

    @property
    def tried(self) -> bool:
        """Whether the provider was ever asked."""
        return self._tried_at > float("-inf")

    @property
    def answered(self) -> bool:
        """Whether it answered when it was asked last."""
        return self._fetched_at == self._tried_at

    @property
    def known(self) -> int:
        """How many keys serve now."""
        return len(self._keys) if self._age() < self.stale_limit else 0

    def _age(self) -> float:
        return self.clock() - self._fetched_at

    def _may_ask(self) -> bool:
        failed = self._fetched_at < self._tried_at
        return self.clock() - self._tried_at >= (self.retry if failed else self.interval)

    async def _refresh(self) -> None:
        self._tried_at = self.clock()
        try:
            async with asyncio.timeout(self.timeout + 1):
                published = await asyncio.to_thread(self._fetch)
            self._keys = dict(_usable(published))
        except (OSError, ValueError, PyJWTError) as error:
            log.warning("signing keys not refreshed", extra={"error": repr(error)})
        else:
            self._fetched_at = self._tried_at

    def _fetch(self) -> Any:  # noqa: ANN401 - whatever the provider sent, checked by _usable
        address = urlsplit(self.uri)
        if address.scheme == "file":
            return json.loads(Path(unquote(address.path)).read_bytes())
        return PyJWKClient(self.uri, cache_jwk_set=False, timeout=self.timeout).fetch_data()


def _usable(published: Any) -> list[tuple[str, PyJWK]]:  # noqa: ANN401
    """Named public signing keys; shared secrets and kinds we do not know are passed over."""
    if not isinstance(published, dict) or not isinstance(published.get("keys"), list):
        raise ValueError("not a key set")
    usable = []
    for entry in published["keys"]:
        named = isinstance(entry, dict) and isinstance(entry.get("kid"), str)
        if not named or entry.get("kty") not in ASYMMETRIC or entry.get("use", "sig") != "sig":
            continue
        try:
            usable.append((entry["kid"], PyJWK(entry)))
        except PyJWTError:
            continue
    return usable
