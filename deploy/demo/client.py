"""A person at the HTTP doors: commands with a key that is kept over retries, reads that wait for what is on its way."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx

from deploy.oracle.ledger import Accepted, Ledger
from shared.base.backoff import Backoff

Body = dict[str, Any]
PASSING = frozenset({HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE})
"""Answers to ask again after, with the same key."""
TELLING = ("faults", "allowed", "open", "reason", "missing")
"""What a problem says beside its code, worth quoting."""
Ask = Callable[[], Awaitable[httpx.Response]]
Enough = Callable[[httpx.Response], bool]


class NotAccepted(Exception):
    """A service said no."""

    def __init__(self, status: int, where: str, problem: Body) -> None:
        self.status = status
        self.code = str(problem.get("code", status))
        more = {name: problem[name] for name in TELLING if name in problem}
        super().__init__(f"{where} answered {status} {self.code} {more or ''}".strip())


class NeverSeen(Exception):
    """What had to happen somewhere did not happen in time."""


@dataclass(frozen=True, slots=True)
class Doors:
    """The five services as clients find them, and the ledger of what they accepted."""

    http: httpx.AsyncClient
    urls: Mapping[str, str]
    ledger: Ledger
    patience_s: float
    """How long to go on trying before giving up."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a token. `id` is what the journals will call them."""

    id: str
    token: str
    doors: Doors

    async def does(self, service: str, path: str, body: Body | None = None, *, key: str) -> Body:
        """Send a command until a service answers for good. NotAccepted: it refused; NeverSeen: nobody answered."""
        headers = {"authorization": f"Bearer {self.token}", "idempotency-key": key, "if-match": "*"}
        url = self.doors.urls[service] + path
        answer = await self._patiently(
            f"{service}{path}", lambda: self.doors.http.post(url, json=body or {}, headers=headers), _is_final
        )
        told: Body = answer.json()
        if not answer.is_success:
            raise NotAccepted(answer.status_code, f"{service}{path}", told)
        self._write_down(service, path, key, told, replayed=answer.headers.get("idempotency-replayed") == "true")
        return told

    def _write_down(self, service: str, path: str, key: str, told: Body, *, replayed: bool) -> None:
        accepted = Accepted(
            service=service,
            path=path,
            actor=self.id,
            key=key,
            aggregate=told["id"],
            state=told["state"],
            version=told["version"],
            events=tuple(told["events"]),
        )
        self.doors.ledger.note(accepted, replayed=replayed)

    async def sees(self, service: str, path: str, when: Callable[[Body], bool] = bool) -> Body:
        """Read until it is there and `when` holds. NotAccepted: one may not read it; NeverSeen: not in time."""

        def is_there(answer: httpx.Response) -> bool:
            return answer.status_code != HTTPStatus.NOT_FOUND and (not answer.is_success or when(answer.json()))

        return await self._read(service, path, lambda answer: _is_final(answer) and is_there(answer))

    async def reads(self, service: str, path: str) -> Body:
        """Read once, as it is now; empty: there is nothing yet."""
        return await self._read(service, path, _is_final)

    async def _read(self, service: str, path: str, enough: Enough) -> Body:
        headers = {"authorization": f"Bearer {self.token}"}
        url = self.doors.urls[service] + path
        answer = await self._patiently(f"{service}{path}", lambda: self.doors.http.get(url, headers=headers), enough)
        if answer.status_code == HTTPStatus.NOT_FOUND:
            return {}
        told: Body = answer.json()
        if not answer.is_success:
            raise NotAccepted(answer.status_code, f"{service}{path}", told)
        return told

    async def _patiently(self, where: str, ask: Ask, enough: Enough) -> httpx.Response:
        backoff, last = Backoff(0.05, 1.0, factor=1.5, jitter=0.3), "no answer"
        until = asyncio.get_running_loop().time() + self.doors.patience_s
        while asyncio.get_running_loop().time() < until:
            try:
                answer = await ask()
            except httpx.TransportError as error:
                last = repr(error)
            else:
                if enough(answer):
                    return answer
                last = f"{answer.status_code} {answer.text[:300]}"
            await backoff.pause()
        raise NeverSeen(f"{where}: not within {self.doors.patience_s:g} s, last: {last}")


def _is_final(answer: httpx.Response) -> bool:
    return answer.status_code not in PASSING
