"""A lighter load: prior requests to intake, one after the other, each until it is accepted, every answer noted."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import httpx

from deploy.oracle.ledger import Accepted
from services.intake.application.examples import PRIOR_REQUEST
from shared.acts.moment import derived_id
from shared.identity.actor import Role
from tests.faults.scene import Scene
from tests.waiting import WITHIN_S

ORGANISATION = derived_id("organisation", "Exemple Santé SAS")
PUBLISHER = "fault-publisher"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a client saw."""

    status: int
    """0: no answer at all (refused or broken connection)."""
    seconds: float
    retry_after: bool
    text: str = ""


@dataclass(slots=True)
class Filer:
    """`lanes` publishers' clients, each filing every `pause_s`, from entering the context to leaving it."""

    scene: Scene
    lanes: int = 2
    pause_s: float = 0.05
    patience_s: float = 2 * WITHIN_S
    """How long one request is tried again with its key."""
    timeout_s: float = WITHIN_S
    answers: list[Answer] = field(default_factory=list)
    accepted: int = 0
    _key: str = ""
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        self._key = self.scene.new_key()
        self._tasks = [asyncio.create_task(self._lane(number)) for number in range(self.lanes)]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        if error:
            for task in self._tasks:
                task.cancel()
        ended = await asyncio.gather(*self._tasks, return_exceptions=True)
        failed = [one for one in ended if isinstance(one, BaseException)]
        if failed and not error:
            raise failed[0]

    @property
    def statuses(self) -> dict[int, int]:
        """How often each status was seen."""
        return dict(sorted(Counter(one.status for one in self.answers).items()))

    def quantile(self, share: float) -> float:
        """Seconds within which this share of the accepted requests was answered."""
        taken = sorted(one.seconds for one in self.answers if one.status == httpx.codes.CREATED)
        return taken[min(int(len(taken) * share), len(taken) - 1)] if taken else 0.0

    async def _lane(self, number: int) -> None:
        token = self.scene.line.issuer.token(PUBLISHER, [Role.PUBLISHER], ORGANISATION)
        async with httpx.AsyncClient(timeout=self.timeout_s, trust_env=False) as http:
            place = 0
            while not self._stop.is_set():
                place += 1
                await self._file(http, token, f"{self._key}-filer{number}-{place}")
                await asyncio.sleep(self.pause_s)

    async def _file(self, http: httpx.AsyncClient, token: str, key: str) -> None:
        until = time.monotonic() + self.patience_s
        while time.monotonic() < until:
            if await self._ask(http, token, key):
                return
            await asyncio.sleep(0.1)
        raise TimeoutError(f"{key}: not accepted within {self.patience_s:g} s, last: {self.answers[-1]}")

    async def _ask(self, http: httpx.AsyncClient, token: str, key: str) -> bool:
        began = time.monotonic()
        headers = {"authorization": f"Bearer {token}", "idempotency-key": key}
        try:
            answer = await http.post(self.scene.line.url("intake") + "/dossiers", json=PRIOR_REQUEST, headers=headers)
        except httpx.TransportError as error:
            self.answers.append(Answer(0, time.monotonic() - began, False, repr(error)))
            return False
        waited = time.monotonic() - began
        self.answers.append(Answer(answer.status_code, waited, "retry-after" in answer.headers, answer.text[:200]))
        if answer.status_code != httpx.codes.CREATED:
            return False
        told = answer.json()
        self.accepted += 1
        self.scene.ledger.note(
            Accepted(service="intake", path="/dossiers", actor=PUBLISHER, key=key, aggregate=told["id"],
                     state=told["state"], version=told["version"], events=tuple(told["events"]))
        )  # fmt: skip
        return True
