"""How far uvicorn's parser is with a request, and how large the request's head may be."""

import asyncio
from enum import Enum, auto
from typing import Any, ClassVar

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from shared.runtime.http_limits import HttpLimits


class Stage(Enum):
    """Which part of a request is awaited."""

    IDLE = auto()
    HEAD = auto()
    BODY = auto()


class LimitPassed(Exception):
    """Raised in the parser's callbacks; ends the parsing."""


class HeadCounting(HttpToolsProtocol):
    """Knows which part of a request is awaited, and stops the parser when a head is too large."""

    limits: ClassVar[HttpLimits] = HttpLimits()

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._stage = Stage.IDLE
        self._messages = self._headers = self._head_bytes = self._body_bytes = 0
        self._begun = False
        self._refusal = "malformed_request"

    @property
    def _answering(self) -> bool:
        return self._begun and not self.cycle.response_complete

    def on_message_begin(self) -> None:
        """A request begins."""
        self._stage = Stage.HEAD
        self._messages += 1
        self._headers = self._head_bytes = 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """A part of the target."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header; those behind the body (trailers) are counted and dropped (RFC 9110, 6.5.1)."""
        self._headers += 1
        self._count(len(name) + len(value) + 4)
        if self._stage is Stage.HEAD:
            super().on_header(name, value)

    def _count(self, size: int) -> None:
        self._head_bytes += size
        if self._head_bytes > self.limits.header_bytes or self._headers > self.limits.headers:
            self._refusal = "headers_too_large"
            raise LimitPassed

    def on_headers_complete(self) -> None:
        """The request can be answered."""
        self._stage = Stage.BODY
        super().on_headers_complete()
        self._begun = True

    def on_body(self, body: bytes) -> None:
        """A part of the body."""
        self._body_bytes += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._stage = Stage.IDLE
        super().on_message_complete()
