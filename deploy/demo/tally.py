"""What became of every request, retries and all: a client that asks again would hide what a restart dropped."""

from dataclasses import dataclass, field

import httpx

FIRST_ERROR = 500


@dataclass(slots=True)
class Tally:
    """Counts over several clients."""

    requests: int = 0
    failed: list[str] = field(default_factory=list)
    """Those that found no answer, or one that tells to come again."""

    def transport(self, limits: httpx.Limits) -> httpx.AsyncBaseTransport:
        """For one client."""
        return _Counted(self, httpx.AsyncHTTPTransport(limits=limits))


@dataclass(slots=True)
class _Counted(httpx.AsyncBaseTransport):
    tally: Tally
    inner: httpx.AsyncBaseTransport

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.tally.requests += 1
        try:
            answer = await self.inner.handle_async_request(request)
        except httpx.TransportError as error:
            self.tally.failed.append(f"{request.method} {request.url}: {error!r}")
            raise
        if answer.status_code >= FIRST_ERROR:
            self.tally.failed.append(f"{request.method} {request.url}: {answer.status_code}")
        return answer

    async def aclose(self) -> None:
        await self.inner.aclose()
