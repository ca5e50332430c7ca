"""`python -m shared.runtime.probe [URL …]`: whether a service is ready; without address the one in this container.

For engines without HTTP probes, and for a look at all doors at once. Exit code 0: all answered 200; 1: some did not,
each with what it said.
"""

import http.client
import os
import sys
from urllib.parse import urlsplit

OK, TIMEOUT_S = 200, 4.0


def ask(url: str) -> tuple[bool, str]:
    """Whether it answers 200, and what it says."""
    place = urlsplit(url)
    opened = http.client.HTTPSConnection if place.scheme == "https" else http.client.HTTPConnection
    connection = opened(place.netloc, timeout=TIMEOUT_S)
    try:
        connection.request("GET", place.path or "/")
        answer = connection.getresponse()
        return answer.status == OK, answer.read(2000).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return False, repr(error)
    finally:
        connection.close()


def ask_all(urls: list[str]) -> bool:
    """Ask each, tell what it says; whether all answered 200."""
    answers = {url: ask(url) for url in urls}
    for url, (ready, told) in answers.items():
        print(f"{'ok' if ready else 'NO'} {url} {told}")  # noqa: T201  # an engine keeps it beside the container's state
    return all(ready for ready, _ in answers.values())


if __name__ == "__main__":
    here = f"http://127.0.0.1:{os.environ.get('HTTP_INTERNAL_PORT', '8100')}/readyz"
    sys.exit(not ask_all(sys.argv[1:] or [here]))
