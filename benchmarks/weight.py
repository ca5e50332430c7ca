"""What real dossiers cost and leave on disks: python -m benchmarks.weight [--dossiers FILE] [--times N] [--json]

Dossiers go through a real line and a year beyond, into the catalogue or wherever they end; then tables (with indexes,
after a vacuum) and the records of topics are weighed, those of an empty line taken off. Not the write-ahead log, not
the documents that publishers upload. CPU is that of services, PostgreSQL and Kafka while dossiers flow as fast as they
can: every command of people by HTTP, every page that the driver asks for to see where a dossier is.
"""

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

from benchmarks.cost import Meter, Parts
from benchmarks.storage import database_bytes
from deploy.demo.driving import Drive
from deploy.demo.reading import DEFAULT, read_dossiers
from deploy.local.leftovers import recorded_pids
from deploy.local.line import Line, apart
from deploy.local.services import RUN
from shared.calendar.paris import paris_day
from shared.programme.loading import published

ROOT = Path(__file__).parents[1] / "build" / "bench" / "weight"
Weights = Mapping[str, int]


def weighed(file: Path, times: int) -> dict[str, float]:
    """Bytes per dossier by table and topic; `dossiers` of them, each of the file's `times` over."""
    today = paris_day(datetime.now(UTC))
    programme = published().in_force_on(today)
    dossiers = read_dossiers(file, programme, today)
    with Line(ROOT, durable=False) as line:
        before = _all(line)
        drive = Drive(line, list(islice(cycle(dossiers), len(dossiers) * times)), programme, today)
        meter, began = Meter(_pids(line)), time.monotonic()
        apart(drive.run)
        took = time.monotonic() - began
        number = len(drive.journeys)
        spent = meter.per_dossier(number)
        after = _all(line)
    grown = {name: (bytes_ - before.get(name, 0)) / number for name, bytes_ in after.items()}
    return {"dossiers": number, "seconds": took} | spent | grown


def _pids(line: Line) -> Parts:
    servers = recorded_pids(line.stack.root / "run")
    return {
        "services": recorded_pids(line.stack.root / RUN).values(),
        "postgres": [pid for name, pid in servers.items() if name == "postgres"],
        "kafka": [pid for name, pid in servers.items() if name.startswith("kafka")],
    }


def _all(line: Line) -> Weights:
    found: dict[str, int] = {}
    for service, dsn in line.databases.items():
        tables = apart(lambda dsn=dsn: database_bytes(dsn))  # type: ignore[misc]  # a default binds the loop's value
        found |= {f"{service} {table}": bytes_ for table, bytes_ in tables.items()}
    return found | {f"topic {name}": bytes_ for name, bytes_ in _topics(line.stack.root).items()}


def _topics(root: Path) -> Weights:
    """Record batches as they lie in the segments; indexes are laid out in advance and would tell nothing."""
    found: defaultdict[str, int] = defaultdict(int)
    for segment in root.glob("kafka*/**/*.log"):
        topic, _, partition = segment.parent.name.rpartition("-")
        if topic.startswith("referencement.") and partition.isdigit():
            found[topic] += segment.stat().st_size
    return found


def main() -> None:
    """Print kilobytes per dossier, the heaviest first."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--dossiers", type=Path, default=DEFAULT)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    found = weighed(chosen.dossiers, chosen.times)
    if chosen.json:
        print(json.dumps(found))
        return
    number, took = found.pop("dossiers"), found.pop("seconds")
    spent = {name: found.pop(name) for name in list(found) if name.endswith("cpu_ms")}
    print(f"{number:.0f} dossiers in {took:.1f} s; ms of CPU a dossier: {spent}")
    for place in dict.fromkeys(name.split()[0] for name in found):
        total = sum(bytes_ for name, bytes_ in found.items() if name.startswith(f"{place} "))
        print(f"{place:14}{total / 1000:8.1f} KB a dossier")
    for name, bytes_ in sorted(found.items(), key=lambda one: -one[1])[:20]:
        print(f"  {name:50}{bytes_ / 1000:8.1f} KB")


if __name__ == "__main__":
    main()
