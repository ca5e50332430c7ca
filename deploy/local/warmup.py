"""Record Kafka's start once per machine, so that every later start takes a third of the time."""

import shutil
from collections.abc import Callable
from pathlib import Path

from deploy.local.cache import locked
from deploy.local.errors import LocalStartFailed
from deploy.local.java import Java
from deploy.local.kafka import Kafka, new_broker, new_cluster_id
from deploy.local.leftovers import stop_recorded
from deploy.local.ports import free_port

KEPT = 3  # caches of 60 MB each: checkouts of different ages share the directory
RECORDING = 120.0  # seconds a slow machine may take to write the cache


def warm_up(java: Java, say: Callable[[str], None]) -> None:
    """Start and stop a throw-away broker that writes the start-up cache, unless it is there."""
    with locked(java.start_cache.with_name("warmup.lock")):
        if java.start_cache.exists():
            return
        say("preparing Kafka for quick starts, once per machine (about 10 s)")
        _record(java, java.start_cache.with_name("warmup"))
        recorded = sorted(java.start_cache.parent.glob("kafka-*.aot"), key=lambda file: file.stat().st_mtime)
        for outdated in recorded[:-KEPT]:
            outdated.unlink()


def _record(java: Java, scratch: Path) -> None:
    stop_recorded(scratch / "run")
    shutil.rmtree(scratch, ignore_errors=True)
    draft = scratch / "start.aot"
    broker = new_broker(1, scratch, (free_port(), free_port()), RECORDING)
    try:
        Kafka(java, [broker], new_cluster_id()).start(options=[f"-XX:AOTCacheOutput={draft}"])
    except LocalStartFailed:
        pass  # the broker that is wanted tells why, in better words
    finally:
        broker.process.stop()
    # an empty cache is passed over by Java: where none can be written, nobody waits for it again
    draft.touch()
    draft.replace(java.start_cache)
    shutil.rmtree(scratch, ignore_errors=True)
