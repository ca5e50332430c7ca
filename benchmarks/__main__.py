"""make bench: ratios against the floor, all in one run, interleaved; build/bench.json too."""

import asyncio
import json
import os
import statistics
import time
from functools import partial
from pathlib import Path
from typing import Any

import typer
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from rich.console import Console
from rich.table import Table

from benchmarks.contenders import Contender
from benchmarks.load import HOPS, PARTITIONS, key, padding, topic
from benchmarks.measure import cpu_seconds, memory_mb
from deploy.local.stack import LocalStack
from shared.contracts.envelope import Envelope
from shared.contracts.topics import PARKED
from shared.delivery.effects import new_event_id

ROOT = Path("build/bench")

CONTENDERS = tuple(os.environ.get("ONLY", "floor line").split())


def headers(contender: str, run: str, number: int) -> list[tuple[str, bytes]]:
    """What a record of the first topic carries."""
    id_ = new_event_id()
    if contender == "floor":
        from uuid import UUID  # noqa: PLC0415

        return [("id", UUID(id_).bytes)]
    sampled = "01" if number % 10 == 0 else "00"
    return Envelope(
        id=id_, type="referencement.hop.Arrived.v1", source="/bench", subject=key(run, number), time=None, sequence=1,
        dossier=key(run, number), correlation=id_, causation=None, programme=None,
        traceparent=f"00-{number + 1:032x}-{number + 1:016x}-{sampled}",
    ).headers()  # fmt: skip


class Bench:
    """One contender on one stack."""

    def __init__(self, name: str, stack: LocalStack, console: Console) -> None:
        self.name = name
        self.stack = stack
        self.console = console
        dsns = {service: stack.database_url(service) for service in stack.state.database_urls}
        self.contender = Contender(name, dsns, stack.bootstrap_servers, ROOT / "logs")

    def servers(self) -> list[int]:
        """PostgreSQL's and Kafka's pids."""
        return list(self.stack.state.pids.values())

    async def fresh_topics(self) -> None:
        """Empty topics."""
        admin = AIOKafkaAdminClient(bootstrap_servers=self.stack.bootstrap_servers)
        await admin.start()
        names = [topic(number) for number in range(HOPS + 1)]
        there = set(await admin.list_topics())
        if gone := [name for name in names if name in there]:
            await admin.delete_topics(gone)
            await asyncio.sleep(1)
        await admin.create_topics([NewTopic(name, PARTITIONS, 1) for name in names])
        if PARKED["intake"] not in there:
            await admin.create_topics([NewTopic(PARKED["intake"], 1, 1)])
        await admin.close()
        await asyncio.sleep(0.5)

    async def saturate(self, dossiers: int) -> dict[str, float]:
        """All dossiers wait on the first topic; how fast do they reach the end?"""
        await self.contender.prepare()
        await self.fresh_topics()
        self.contender.start()
        await asyncio.sleep(6)
        run = f"{self.name}-{time.time_ns()}"
        end = await self._end()
        before = cpu_seconds([*self.contender.pids(), *self.servers()])
        services_before = cpu_seconds(self.contender.pids())
        started = time.perf_counter()
        await self._produce(run, range(dossiers))
        await self._await(end, dossiers)
        took = time.perf_counter() - started
        total = cpu_seconds([*self.contender.pids(), *self.servers()]) - before
        services = cpu_seconds(self.contender.pids()) - services_before
        await end.stop()
        self.contender.stop()
        return {
            "dossiers_per_s": dossiers / took,
            "cpu_ms_per_dossier": 1000 * total / dossiers,
            "services_cpu_ms": 1000 * services / dossiers,
        }

    async def steady(self, rate: int, seconds: int) -> dict[str, float]:
        """Dossiers at a rate: latency from the first topic to the last, CPU per dossier."""
        await self.contender.prepare()
        await self.fresh_topics()
        self.contender.start()
        await asyncio.sleep(8)
        run = f"{self.name}-{time.time_ns()}"
        end = await self._end()
        await self._produce(f"{run}-warm", range(20))
        await self._await(end, 20)
        idle_from = cpu_seconds([*self.contender.pids()])
        await asyncio.sleep(5)
        idle = (cpu_seconds([*self.contender.pids()]) - idle_from) / 5 / HOPS
        memory = statistics.mean(memory_mb(pid) for pid in self.contender.pids())
        before = cpu_seconds([*self.contender.pids(), *self.servers()])
        sent: dict[bytes, float] = {}
        latencies: list[float] = []
        watching = asyncio.create_task(self._watch(end, sent, latencies, rate * seconds))
        await self._pace(run, rate, seconds, sent)
        await asyncio.wait_for(watching, 60)
        total = cpu_seconds([*self.contender.pids(), *self.servers()]) - before
        await end.stop()
        self.contender.stop()
        latencies.sort()
        return {
            "p50_ms": 1000 * statistics.median(latencies),
            "p99_ms": 1000 * latencies[int(len(latencies) * 0.99)],
            "cpu_ms_per_dossier": 1000 * total / (rate * seconds),
            "idle_core": idle,
            "memory_mb": memory,
        }

    async def _pace(self, run: str, rate: int, seconds: int, sent: dict[bytes, float]) -> None:
        producer = AIOKafkaProducer(bootstrap_servers=self.stack.bootstrap_servers, acks="all")
        await producer.start()
        body = padding()
        start = time.perf_counter()
        for number in range(rate * seconds):
            await asyncio.sleep(max(0.0, start + number / rate - time.perf_counter()))
            name = key(run, number)
            sent[name.encode()] = time.perf_counter()
            value = json.dumps({"dossier": name, "content": body}).encode()
            await producer.send(topic(0), value, key=name.encode(), headers=headers(self.name, run, number))
        await producer.stop()

    async def _watch(
        self, end: AIOKafkaConsumer, sent: dict[bytes, float], latencies: list[float], wanted: int
    ) -> None:
        while len(latencies) < wanted:
            for part in (await end.getmany(timeout_ms=500)).values():
                now = time.perf_counter()
                latencies += [now - sent[record.key] for record in part if record.key in sent]

    async def _produce(self, run: str, numbers: range) -> None:
        producer = AIOKafkaProducer(bootstrap_servers=self.stack.bootstrap_servers, acks="all", linger_ms=5)
        await producer.start()
        body = padding()
        for number in numbers:
            name = key(run, number)
            value = json.dumps({"dossier": name, "content": body}).encode()
            await producer.send(topic(0), value, key=name.encode(), headers=headers(self.name, run, number))
        await producer.flush()
        await producer.stop()

    async def _end(self) -> AIOKafkaConsumer:
        end = AIOKafkaConsumer(bootstrap_servers=self.stack.bootstrap_servers, enable_auto_commit=False)
        await end.start()
        end.assign([TopicPartition(topic(HOPS), part) for part in range(PARTITIONS)])
        await end.seek_to_beginning()
        return end

    async def _await(self, end: AIOKafkaConsumer, wanted: int) -> None:
        seen: set[bytes] = set()
        deadline = time.monotonic() + 300
        while len(seen) < wanted and time.monotonic() < deadline:
            for part in (await end.getmany(timeout_ms=500)).values():
                seen |= {record.key for record in part}
        if len(seen) < wanted:
            raise SystemExit(f"{self.name}: {len(seen)} of {wanted} arrived; see {ROOT}/logs")


async def compare(stack: LocalStack, rounds: int, dossiers: int, console: Console) -> dict[str, Any]:
    """Interleaved rounds of every contender; medians."""
    found: dict[str, dict[str, list[dict[str, float]]]] = {name: {} for name in CONTENDERS}
    for turn in range(rounds):
        for name in CONTENDERS:
            bench = Bench(name, stack, console)
            for label, work in (
                ("saturation", partial(bench.saturate, dossiers)),
                ("10/s", partial(bench.steady, 10, 15)),
                ("50/s", partial(bench.steady, 50, 15)),
            ):
                try:
                    result = await work()
                finally:
                    bench.contender.stop()
                found[name].setdefault(label, []).append(result)
                console.print(
                    f"round {turn + 1} {name:6} {label:11} " + "  ".join(f"{k} {v:.3g}" for k, v in result.items())
                )
    return {
        name: {
            label: {k: statistics.median(r[k] for r in results) for k in results[0]} for label, results in of.items()
        }
        for name, of in found.items()
    }


def main(
    rounds: int = typer.Option(3, help="Interleaved rounds"),
    dossiers: int = typer.Option(20_000, help="Dossiers at saturation"),
) -> None:
    """Measure the line against the floor on real PostgreSQL and Kafka."""
    console = Console()
    with LocalStack(ROOT / "stack") as stack:
        medians = asyncio.run(compare(stack, rounds, dossiers, console))
    table = Table("measure", *CONTENDERS, "line ÷ floor")
    for label, measures in medians["floor"].items():
        for measure, floor in measures.items():
            line = medians["line"][label][measure]
            table.add_row(f"{label} {measure}", f"{floor:.4g}", f"{line:.4g}", f"{line / floor:.2f}" if floor else "")
    console.print(table)
    Path("build/bench.json").write_text(json.dumps(medians, indent=2))


typer.run(main)
