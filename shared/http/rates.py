"""How often one caller, one organisation or one address may ask, counted in the memory of this process.

GCRA: a quota of `20/hour burst 5` takes five requests at once and then one every three minutes. The number of counters
is capped; where there are more keys, those that asked longest ago begin anew.

Processes share no counter: behind a load balancer N replicas together allow up to N times a quota, uploads and
complaints included. Quotas protect the service from floods, so that is enough, and a database that is slow or away
decides no quota. Where the total matters divide the setting by N (docs/operations/quotas.md).
"""

import asyncio
from collections.abc import Mapping
from enum import StrEnum
from hashlib import blake2b
from math import ceil
from typing import Self

from fastapi import Request
from throttled import MemoryStore, Quota
from throttled.exceptions import DataError
from throttled.rate_limiter.gcra import GCRARateLimiter
from throttled.rate_limiter.quota_parser import parse

from shared.http.problems import Problem
from shared.identity.actor import Actor
from shared.telemetry import metrics

READING = frozenset({"GET", "HEAD", "OPTIONS"})
LONGEST_KEY = 80
MOST_KEYS = 10_000
MOST_HELD = 200


class Limit(StrEnum):
    """What is counted."""

    REQUESTS = "requests"
    """Everything on the public port."""
    COMMANDS = "commands"
    """Requests that change something, of whatever kind."""
    COMPLAINTS = "complaints"
    UPLOADS = "uploads"
    """Documents and files of answers."""
    REFUSED_TOKENS = "refused_tokens"
    WRONG_KEYS = "wrong_keys"
    """Keys of follow-up links that open nothing."""


class Per(StrEnum):
    """By whom it is counted."""

    CALLER = "caller"
    ORGANISATION = "organisation"
    ADDRESS = "address"


Quotas = Mapping[tuple[Limit, Per], str]


class TooManyRequests(Problem):
    """A quota is used up; `retry_after` seconds later there is room for one more."""

    def __init__(self, limit: Limit, per: Per, retry_after: float) -> None:
        super().__init__("too_many_requests", limit=limit.value, per=per.value, retry_after=max(ceil(retry_after), 1))


def quotas_in(setting: str) -> list[Quota]:
    """The quotas of a setting, `20/hour, 50/day` say; none where it is empty. ValueError: it cannot be read."""
    if not setting.strip():
        return []
    try:
        quotas = parse(setting)
    except DataError as error:
        raise ValueError(str(error)) from None
    if any(quota.burst < 1 for quota in quotas):
        raise ValueError("burst must be greater than 0; leave the setting empty for no limit")
    return quotas


class Rates:
    """The counters of one process."""

    def __init__(self, quotas: Quotas, most_keys: int = MOST_KEYS, hold_s: float = 0) -> None:
        self._quotas, self._most_keys = quotas, most_keys
        self._hold_s, self._held = hold_s, 0
        self.forget()

    @classmethod
    def unlimited(cls) -> Self:
        """Refuses nobody."""
        return cls({})

    def forget(self) -> None:
        """Begin anew."""
        self._limiters = {
            place: [GCRARateLimiter(quota, MemoryStore(options={"MAX_SIZE": self._most_keys})) for quota in found]
            for place, setting in self._quotas.items()
            if (found := quotas_in(setting))
        }

    def count(self, limit: Limit, per: Per, key: str | None) -> None:
        """Count one for `key`; nothing where it is not known. TooManyRequests: its quota is used up."""
        if key is None:
            return
        for limiter in self._limiters.get((limit, per), ()):
            result = limiter.limit(_short(key))
            if result.limited:
                raise _counted(TooManyRequests(limit, per, result.state.retry_after))

    def look(self, limit: Limit, per: Per, key: str | None) -> None:
        """Count nothing. TooManyRequests: the quota of `key` is used up."""
        if key is None:
            return
        for limiter in self._limiters.get((limit, per), ()):
            state = limiter.peek(_short(key))
            if state.remaining < 1:
                quota = limiter.quota  # the library's own figure is when none were missing, not when one is there
                waits = state.reset_after - (quota.burst - 1) * quota.emission_interval
                raise _counted(TooManyRequests(limit, per, waits))

    async def hold(self) -> None:
        """Let a refusal wait: whoever asks again at once has to wait too, and costs the others nothing meanwhile.

        Where many wait already, it is told at once: what waits takes connections and memory.
        """
        if not self._hold_s or self._held >= MOST_HELD:
            return
        self._held += 1
        try:
            await asyncio.sleep(self._hold_s)
        finally:
            self._held -= 1


def count_caller(request: Request, actor: Actor) -> None:
    """Count a request whose caller is known now; its address was counted at the entrance. TooManyRequests."""
    rates = rates_of(request)
    for limit in (Limit.REQUESTS,) if request.method in READING else (Limit.REQUESTS, Limit.COMMANDS):
        rates.count(limit, Per.CALLER, actor.id)
        rates.count(limit, Per.ORGANISATION, actor.organisation)


def count(request: Request, limit: Limit, actor: Actor) -> None:
    """Count what has a quota of its own, before anything is done for it. TooManyRequests."""
    rates = rates_of(request)
    rates.count(limit, Per.CALLER, actor.id)
    rates.count(limit, Per.ORGANISATION, actor.organisation)
    rates.count(limit, Per.ADDRESS, address_in(request))


def count_failure(request: Request, limit: Limit) -> None:
    """Count an attempt of an unknown caller that failed. TooManyRequests."""
    rates_of(request).count(limit, Per.ADDRESS, address_in(request))


def refuse_guesses(request: Request, limit: Limit) -> None:
    """TooManyRequests: so many attempts from this address failed that no further one is looked at."""
    rates_of(request).look(limit, Per.ADDRESS, address_in(request))


def rates_of(request: Request) -> Rates:
    """The counters of the application that serves this request."""
    rates: Rates = request.app.state.http_context.rates
    return rates


def address_in(request: Request) -> str | None:
    """The caller's address as the settings let it be known; None: it came through a proxy that did not tell it."""
    return request.scope.get("caller_address")


def _counted(refusal: TooManyRequests) -> TooManyRequests:
    metrics.RATE_LIMITED.labels(refusal.facts["limit"], refusal.facts["per"]).inc()
    return refusal


def _short(key: str) -> str:
    """No counter is larger than another, however long a subject is."""
    return key if len(key) <= LONGEST_KEY else blake2b(key.encode(errors="replace"), digest_size=32).hexdigest()
