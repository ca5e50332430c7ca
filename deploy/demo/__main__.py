"""`python -m deploy.demo`, the work of `make demo`."""

import time

STARTED = time.monotonic()  # before the imports below, which take their time

try:
    from deploy.demo.command import run
except KeyboardInterrupt:
    raise SystemExit(130) from None  # nothing has been started yet

if __name__ == "__main__":
    run(STARTED)
