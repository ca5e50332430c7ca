"""DBOS: a process that runs workflows of five plain steps, eight in flight. It runs in an environment of its own.

One order a line on stdin, one answer a line on stdout: {"run", "numbers", "rate"} -> seconds of each workflow.

python -m benchmarks.contenders.dbos_worker DSN NUMBER
"""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from dbos import DBOS, DBOSConfig, SetWorkflowID

IN_FLIGHT = 8
HOPS = 5


@DBOS.step()  # type: ignore[untyped-decorator]  # DBOS is not in the checked environment
def pass_on(body: str) -> str:
    """The step's answer is what DBOS keeps."""
    return body


@DBOS.workflow()  # type: ignore[untyped-decorator]  # the same
def carry(body: str) -> int:
    """Five durable steps."""
    for _ in range(HOPS):
        body = pass_on(body)
    return len(body)


def one(run: str, number: int, body: str, due: float) -> float:
    """Seconds from when it was due to when it is done."""
    time.sleep(max(0.0, due - time.perf_counter()))
    began = due or time.perf_counter()
    with SetWorkflowID(f"{run}-{number}"):
        carry(body)
    return time.perf_counter() - began


def obey(order: dict[str, Any], pool: ThreadPoolExecutor) -> list[float]:
    """All numbers of an order, each when it is due; with rate 0, as fast as they go."""
    start, run, rate, body = time.perf_counter(), order["run"], order["rate"], order["body"]
    asked = [
        pool.submit(one, run, number, body, start + number / rate if rate else 0.0)
        for number in range(*order["numbers"])
    ]
    return [future.result() for future in asked]


def main() -> None:
    """Until stdin ends."""
    dsn, number = sys.argv[1:]
    config: DBOSConfig = {
        "name": "bench",
        "system_database_url": dsn,
        "executor_id": number,
        "application_version": "1",
        "log_level": "WARNING",
        "console_log_level": "WARNING",
    }
    DBOS(config=config)
    DBOS.launch()
    print(json.dumps("ready"), flush=True)
    with ThreadPoolExecutor(IN_FLIGHT) as pool:
        for line in sys.stdin:
            print(json.dumps(obey(json.loads(line), pool)), flush=True)
    DBOS.destroy()


main()
