"""The private port asked as Kubernetes does it, with the chart's numbers: who would have been killed or left out?"""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import httpx

PERIOD_S = 10.0
LIVE_TIMEOUT_S, READY_TIMEOUT_S = 5.0, 4.0
KILLED_AFTER, LEFT_OUT_AFTER = 3, 2


@dataclass(slots=True)
class Probes:
    """Asks each process for /livez and /readyz, every `period_s`, from entering the context to leaving it."""

    urls: Mapping[str, str]
    """Private ports by name of the process."""
    period_s: float
    killed: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    said: dict[str, str] = field(default_factory=dict)
    """The last answer that was not 200, by name and path."""
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        for name, url in self.urls.items():
            self._tasks += [
                asyncio.create_task(self._watch(name, f"{url}/livez", LIVE_TIMEOUT_S, KILLED_AFTER, self.killed)),
                asyncio.create_task(self._watch(name, f"{url}/readyz", READY_TIMEOUT_S, LEFT_OUT_AFTER, self.left_out)),
            ]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _watch(self, name: str, url: str, timeout_s: float, threshold: int, reached: Counter[str]) -> None:
        failed = 0
        async with httpx.AsyncClient(timeout=timeout_s, trust_env=False) as http:
            while True:
                failed = 0 if await self._good(http, name, url) else failed + 1
                if failed == threshold:
                    reached[name] += 1
                    failed = 0
                await asyncio.sleep(self.period_s)

    async def _good(self, http: httpx.AsyncClient, name: str, url: str) -> bool:
        self.asked[name] += 1
        try:
            answer = await http.get(url)
        except httpx.TransportError as error:
            self.said[f"{name} {url.rpartition('/')[2]}"] = repr(error)
            return False
        if not answer.is_success:
            self.said[f"{name} {url.rpartition('/')[2]}"] = answer.text[:300]
        return answer.is_success
