"""`python -m deploy.demo`, the work of `make demo`."""

import time

STARTED = time.monotonic()  # before the imports below, which take their time

from deploy.demo.command import run  # noqa: E402

if __name__ == "__main__":
    run(STARTED)
