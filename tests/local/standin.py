"""A stand-in for a service: answers /readyz, says how it was told to end, fails to start when told to."""

import os
import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import FrameType

PORTS = ("HTTP_PORT", "HTTP_INTERNAL_PORT")


class Answer(BaseHTTPRequestHandler):
    """200 for /readyz, unless the settings say that the service never gets ready."""

    def do_GET(self) -> None:
        self.send_response(503 if os.environ.get("NEVER_READY") else 200)
        self.end_headers()
        self.wfile.write(os.environ["DATABASE_URL"].encode())


def leave(_number: int, _frame: FrameType | None) -> None:
    sys.stdout.write("drained\n")
    raise SystemExit


if __name__ == "__main__":
    if os.environ.get("BROKEN"):
        sys.exit("the settings make no sense")
    signal.signal(signal.SIGTERM, leave)
    doors = [HTTPServer((os.environ["HTTP_HOST"], int(os.environ[port])), Answer) for port in PORTS]
    threading.Thread(target=doors[0].serve_forever, daemon=True).start()
    doors[1].serve_forever()
