"""The two ends of a chain of topics: dossiers are laid on the first, and awaited on the last."""

import asyncio
import time
from collections.abc import Callable, Iterator

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from benchmarks.load import HOPS, PARTITIONS, Filed, filed, signed, topic
from benchmarks.topics import remove
from shared.contracts.topics import PARKED, PROGRAMMES
from shared.delivery.kafka.broker_answers import require_topics
from shared.signing.signer import Signer

LOOK_EVERY_S = 0.05
STUCK_S = 180.0
LAST = [TopicPartition(topic(HOPS), part) for part in range(PARTITIONS)]


class Stuck(Exception):
    """Dossiers that ought to arrive do not."""


class Ends:
    """Both ends, for one contender."""

    def __init__(self, bootstrap_servers: str) -> None:
        self._bootstrap = bootstrap_servers
        self.signer: Signer | None = None
        """Signs what is laid, for contenders that look at it."""
        self._laid: set[bytes] = set()
        self._awaited = 0

    async def fresh_topics(self) -> None:
        """Empty topics."""
        admin = AIOKafkaAdminClient(bootstrap_servers=self._bootstrap)
        await admin.start()
        names = [topic(number) for number in range(HOPS + 1)]
        await remove(admin, names)
        require_topics("create", await admin.create_topics([NewTopic(name, PARTITIONS, 1) for name in names]))
        missing = {PARKED["intake"], PROGRAMMES} - set(await admin.list_topics())
        require_topics("create", await admin.create_topics([NewTopic(name, 1, 1) for name in missing]))
        await admin.close()
        self._laid.clear()

    async def lay(self, run: str, dossiers: int) -> None:
        """Put dossiers on the first topic; `arrived` will wait for them."""
        consumer = await self._consumer()
        self._awaited = await _last(consumer) + dossiers
        await consumer.stop()
        producer = await self._producer(linger_ms=5)
        try:
            for one in self._filed(run, dossiers):
                self._laid.add(one.key)
                await producer.send(topic(0), one.value, key=one.key, headers=one.headers)
        finally:
            await producer.stop()

    async def arrived(self, look: Callable[[], None]) -> None:
        """Until as many records came to the last topic as were laid. Stuck, or what `look` raises meanwhile.

        Offsets are cheap to watch.
        """
        consumer = await self._consumer()
        arrived, since = 0, time.monotonic()
        try:
            while arrived < self._awaited:
                look()
                now = await _last(consumer)
                if now > arrived:
                    arrived, since = now, time.monotonic()
                elif time.monotonic() - since > STUCK_S:
                    raise Stuck(f"{self._awaited - arrived} dossiers do not arrive")
                await asyncio.sleep(LOOK_EVERY_S)
        finally:
            await consumer.stop()

    async def check(self) -> None:
        """That each dossier ever laid is on the last topic, by its key. Stuck."""
        consumer, missing = await self._consumer(), set(self._laid)
        try:
            await consumer.seek_to_beginning(*LAST)
            while missing and (found := await consumer.getmany(timeout_ms=5000)):
                for records in found.values():
                    missing.difference_update(record.key for record in records)
            if missing:
                raise Stuck(f"{len(missing)} of {len(self._laid)} are not on the last topic")
        finally:
            await consumer.stop()

    async def pace(self, run: str, rate: int, seconds: int) -> list[float]:
        """Lay dossiers at an even rate; give the seconds that each took to the last topic. TimeoutError."""
        consumer, sent = await self._consumer(), dict[bytes, float]()
        await consumer.seek_to_end(*LAST)
        producer = await self._producer()
        watching = asyncio.create_task(_watch(consumer, sent, rate * seconds))
        try:
            start = time.perf_counter()
            for number, one in enumerate(self._filed(run, rate * seconds)):
                await asyncio.sleep(max(0.0, start + number / rate - time.perf_counter()))
                self._laid.add(one.key)
                sent[one.key] = time.perf_counter()
                await producer.send(topic(0), one.value, key=one.key, headers=one.headers)
            return await asyncio.wait_for(watching, STUCK_S)
        finally:
            watching.cancel()
            await producer.stop()
            await consumer.stop()

    def _filed(self, run: str, dossiers: int) -> Iterator[Filed]:
        records = filed(run, range(dossiers))
        return signed(records, self.signer) if self.signer else records

    async def _producer(self, linger_ms: int = 0) -> AIOKafkaProducer:
        producer = AIOKafkaProducer(
            bootstrap_servers=self._bootstrap, acks="all", linger_ms=linger_ms, max_batch_size=2**18
        )
        await producer.start()
        return producer

    async def _consumer(self) -> AIOKafkaConsumer:
        consumer = AIOKafkaConsumer(bootstrap_servers=self._bootstrap, enable_auto_commit=False)
        await consumer.start()
        consumer.assign(LAST)
        return consumer


async def _last(consumer: AIOKafkaConsumer) -> int:
    return sum((await consumer.end_offsets(LAST)).values())


async def _watch(consumer: AIOKafkaConsumer, sent: dict[bytes, float], wanted: int) -> list[float]:
    taken: dict[bytes, float] = {}
    while len(taken) < wanted:
        for records in (await consumer.getmany(timeout_ms=500)).values():
            now = time.perf_counter()
            for record in records:
                if record.key in sent:
                    taken.setdefault(record.key, now - sent[record.key])
    return list(taken.values())
