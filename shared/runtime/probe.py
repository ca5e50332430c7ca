"""`python -m shared.runtime.probe`: whether the service in this container is ready, for engines without HTTP probes.

Exit code 0: ready; 1: not, and the reason on stdout.
"""

import http.client
import os
import sys

OK, TIMEOUT_S = 200, 4.0


def ask(port: int, path: str = "/readyz") -> tuple[bool, str]:
    """Whether it answers 200, and what it says."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status == OK, answer.read(2000).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return False, repr(error)
    finally:
        connection.close()


if __name__ == "__main__":
    ready, told = ask(int(os.environ.get("HTTP_PORT", "8000")))
    print(told)  # noqa: T201  # the engine keeps it beside the container's state
    sys.exit(not ready)
