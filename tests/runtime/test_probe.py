"""What an engine without HTTP probes asks."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from shared.runtime.probe import ask, ask_all


class Answering(BaseHTTPRequestHandler):
    def do_GET(self) -> None:  # http.server's word
        self.send_response(200 if self.path == "/readyz" else 503)
        self.end_headers()
        self.wfile.write(self.path.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def door() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Answering)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_ready(door: str) -> None:
    assert ask(f"{door}/readyz") == (True, "/readyz")


def test_not_ready_and_why(door: str) -> None:
    assert ask(f"{door}/other") == (False, "/other")


def test_nobody_there() -> None:
    ready, told = ask("http://127.0.0.1:1/readyz")

    assert (ready, "refused" in told) == (False, True)


def test_all_doors_at_once_each_with_what_it_says(door: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask_all([f"{door}/readyz"]) is True
    assert ask_all([f"{door}/readyz", f"{door}/other"]) is False
    assert capsys.readouterr().out.splitlines()[1:] == [f"ok {door}/readyz /readyz", f"NO {door}/other /other"]
