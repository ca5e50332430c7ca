"""What an engine without HTTP probes asks."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from shared.runtime.probe import ask


class Answering(BaseHTTPRequestHandler):
    def do_GET(self) -> None:  # http.server's word
        self.send_response(200 if self.path == "/readyz" else 503)
        self.end_headers()
        self.wfile.write(self.path.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), Answering)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_ready(port: int) -> None:
    assert ask(port) == (True, "/readyz")


def test_not_ready_and_why(port: int) -> None:
    assert ask(port, "/other") == (False, "/other")


def test_nobody_there() -> None:
    ready, told = ask(1)

    assert (ready, "refused" in told) == (False, True)
