"""uvicorn's HTTP protocol with limits on header, body, time and connections, of which uvicorn itself has none.

One connection is in one of three stages. A timer runs only while a request is incomplete after a read: an ordinary
request, which arrives in one piece, costs none.
"""

import asyncio
from collections import Counter
from functools import cache
from typing import Any, ClassVar

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE
from uvicorn.server import ServerState

from shared.http.problems import Problem, problem_response
from shared.http.semantics import always_of
from shared.runtime.http_drain import DrainingProtocol
from shared.runtime.http_heads import Stage
from shared.runtime.http_limits import HttpLimits, among, origin, plain_host
from shared.telemetry import metrics

LINGER_S = 1.0
"""How long a refused caller may still send: closed at once, its answer would be lost on the way."""


class LimitedProtocol(DrainingProtocol):
    """One connection."""

    addresses: ClassVar[Counter[str]] = Counter()
    over_tls: ClassVar[bool] = False
    """Whether browsers reach this port through TLS; an answer says so then, as the application's do."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._unparsed = 0
        self._watch: asyncio.TimerHandle | None = None
        self._watched = (Stage.IDLE, 0)
        self._reading_answer: asyncio.TimerHandle | None = None
        self._refused = False
        self._origin: str | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Count the connection; one too many is told so and closed."""
        super().connection_made(transport)
        if self.client:
            self.client = (plain_host(self.client[0]), self.client[1])
        if reason := self._one_too_many():
            self._refused = True
            metrics.CONNECTIONS_REFUSED.labels(reason).inc()
            self.transport.write(answer_to("too_many_connections", self.over_tls))
            self.transport.close()
            return
        self._keep_watch()

    def _one_too_many(self) -> str | None:
        """Whether of the process or of one address."""
        if self.client and not among(self.client[0], self.limits.proxies):
            self._origin = origin(self.client[0])
            self.addresses[self._origin] += 1
        most, each = self.limits.connections, self.limits.connections_per_address
        theirs = self.addresses[self._origin] if self._origin else 0
        if 0 < most < len(self.connections):
            return "too_many_connections"
        return "too_many_of_one_address" if 0 < each < theirs else None

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._unwatch()
        self.resume_writing()
        if self._origin:
            self.addresses[self._origin] -= 1
            if self.addresses[self._origin] <= 0:
                del self.addresses[self._origin]
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse what came in, unless the caller was refused."""
        if self._refused:
            return
        before, body_bytes = (self._stage, self._messages), self._body_bytes
        super().data_received(data)
        if self._over:
            return
        if before == (self._stage, self._messages) and body_bytes == self._body_bytes:
            self._unparsed += len(data)
            if self._unparsed > self.limits.header_bytes:
                self._refuse("headers_too_large")
                return
        else:
            self._unparsed = 0
        self._keep_watch()

    def send_400_response(self, msg: str) -> None:
        """Called by uvicorn when the parser gave up."""
        self._refuse(self._refusal)

    def pause_writing(self) -> None:
        """The caller leaves its answer unread."""
        super().pause_writing()
        self._reading_answer = self.loop.call_later(self.limits.answer_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """It reads on."""
        if self._reading_answer:
            self._reading_answer.cancel()
            self._reading_answer = None
        super().resume_writing()

    @property
    def _over(self) -> bool:
        return self._refused or self.transport.is_closing()

    def _keep_watch(self) -> None:
        """Run the timer that fits what is awaited; a head's and a body's begin once each."""
        stage = Stage.HEAD if self._stage is Stage.IDLE and not self._answering else self._stage
        if (stage, self._messages) == self._watched:
            return
        self._unwatch()
        self._watched = (stage, self._messages)
        if stage is Stage.HEAD:
            self._watch = self.loop.call_later(self.limits.header_seconds, self._head_is_late)
        elif stage is Stage.BODY:
            self._watch = self.loop.call_later(self.limits.body_seconds, self._weigh_body, self._body_bytes)

    def _unwatch(self) -> None:
        if self._watch:
            self._watch.cancel()
        self._watch, self._watched = None, (Stage.IDLE, -1)

    def _head_is_late(self) -> None:
        if self.flow.read_paused:
            self._watch = self.loop.call_later(self.limits.header_seconds, self._head_is_late)
        elif self._stage is Stage.IDLE:
            self.transport.close()
        else:
            self._refuse("request_too_slow")

    def _weigh_body(self, before: int) -> None:
        """Look whether enough came; while the service itself does not read, nobody can send."""
        enough = self.limits.body_seconds * self.limits.body_rate
        if self._body_bytes - before < enough and not self.flow.read_paused:
            self._refuse("request_too_slow")
            return
        self._watch = self.loop.call_later(self.limits.body_seconds, self._weigh_body, self._body_bytes)

    def _refuse(self, code: str) -> None:
        """Answer, unless another answer is under way on this connection; take nothing more, and close."""
        self._refused = True
        metrics.CONNECTIONS_REFUSED.labels(code).inc()
        self._unwatch()
        self._unset_keepalive_if_required()
        answering = self._answering
        own = self._stage is Stage.BODY and not self.pipeline
        if not answering or (own and not self.cycle.response_started):
            self.transport.write(answer_to(code, self.over_tls))
        if answering:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.flow.resume_reading()
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._watch = self.loop.call_later(LINGER_S, self.transport.abort)


@cache
def answer_to(code: str, over_tls: bool) -> bytes:
    """A refusal as it goes over the wire."""
    response = problem_response(Problem(code))
    response.headers.update({name.decode(): value.decode() for name, value in always_of(over_tls).items()})
    response.headers["connection"] = "close"
    headers = "".join(f"{name}: {value}\r\n" for name, value in response.headers.items())
    return STATUS_LINE[response.status_code] + headers.encode("latin-1") + b"\r\n" + bytes(response.body)


def limited(limits: HttpLimits, *, over_tls: bool = False) -> type[LimitedProtocol]:
    """The protocol of one port, which counts its own connections."""
    return type("PortProtocol", (LimitedProtocol,), {"limits": limits, "addresses": Counter(), "over_tls": over_tls})
