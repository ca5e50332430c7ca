"""Sends outbox rows to Kafka: one batch per partition, one in flight per partition, acks=all, idempotent."""

import asyncio
import logging
from collections.abc import Sequence

import msgspec
from aiokafka import AIOKafkaProducer
from aiokafka.cluster import ClusterMetadata

from shared.contracts.envelope import MAX_RECORD_BYTES, Headers
from shared.contracts.kafka_names import KafkaNames
from shared.delivery.kafka.partitioning import partition_of
from shared.diagnosis.broker_causes import broker_cause
from shared.diagnosis.causes import partitions_cause
from shared.signing.header import NAME as SIGNATURE
from shared.signing.record_hash import record_hash
from shared.signing.signer import Signer

log = logging.getLogger(__name__)
unpack = msgspec.msgpack.Decoder(Headers).decode
SEND_TIMEOUT_S = 8.0
KNOCKS_FOR_S = 1.0
MAX_BATCH_BYTES = 512 * 1024


class Row(msgspec.Struct, frozen=True):
    """An outbox row."""

    id: int
    topic: str
    key: bytes
    headers: bytes
    value: bytes | None


class Unsendable(Exception):
    """A row that no broker will ever take; nothing of the batch was sent."""

    def __init__(self, row: Row, why: str) -> None:
        super().__init__(f"outbox row {row.id}: {why}")
        self.row = row


class Misdivided(Exception):
    """A topic has another number of partitions than declared: keys would change their place, and order with it."""

    def __init__(self, topic: str, found: int, declared: int) -> None:
        super().__init__(partitions_cause(topic, found, declared))
        self.topic = topic


class Sender:
    """Owns the producer; a new one is made after a failure, so that nothing half sent is retried behind our back."""

    def __init__(
        self,
        bootstrap_servers: str,
        client_id: str,
        security: dict[str, object] | None = None,
        signer: Signer | None = None,
        names: KafkaNames = KafkaNames(),  # noqa: B008  # frozen
    ) -> None:
        self.names = names
        self._signer = signer
        self._declared = {topic.name: topic.partitions for topic in names.topics()}
        self._security = security or {}
        self._settings: dict[str, object] = {
            "bootstrap_servers": bootstrap_servers,
            "client_id": client_id,
            "acks": "all",
            "enable_idempotence": True,
            "max_batch_size": MAX_BATCH_BYTES,
            "request_timeout_ms": 5_000,
            "linger_ms": 0,
            **self._security,
        }
        self._producer: AIOKafkaProducer | None = None
        self._starting = asyncio.Lock()

    async def send(self, rows: Sequence[Row]) -> None:
        """Send all rows, in order per partition. Unsendable: none was sent. Any other error: send them all again."""
        ready = self._signed([(row, _headers(row)) for row in rows])
        try:
            async with asyncio.timeout(SEND_TIMEOUT_S):
                producer = await self._started()
                await self._send_ready(producer, ready)
        except BaseException:
            await self.stop(flush=False)
            raise

    def _signed(self, ready: list[tuple[Row, Headers]]) -> list[tuple[Row, Headers]]:
        if self._signer is None:
            return ready
        hashes = [record_hash(self.names.topic(row.topic), row.key, headers, row.value) for row, headers in ready]
        signatures = self._signer.sign(hashes)
        return [(row, [*headers, (SIGNATURE, one)]) for (row, headers), one in zip(ready, signatures, strict=True)]

    async def _send_ready(self, producer: AIOKafkaProducer, ready: Sequence[tuple[Row, Headers]]) -> None:
        lanes: dict[tuple[str, int], list[tuple[Row, Headers]]] = {}
        topics = {name: self.names.topic(name) for name in {row.topic for row, _ in ready}}
        partitions = {name: await self._partitions(producer, topic) for name, topic in topics.items()}
        for row, headers in ready:
            place = partition_of(row.key, partitions[row.topic])
            lanes.setdefault((topics[row.topic], place), []).append((row, headers))
        async with asyncio.TaskGroup() as group:
            for (topic, place), held in lanes.items():
                group.create_task(self._lane(producer, topic, place, held))

    async def cluster(self) -> ClusterMetadata:
        """What a broker says of the cluster, asked now; raises when none answers within a second."""
        async with asyncio.timeout(1.0):
            producer = await self._started()
            found: ClusterMetadata = await producer.client.fetch_all_metadata()
            return found

    async def trouble_with(self, error: Exception) -> str:
        """What keeps us from the brokers and what to do, to be read after the word broker."""
        return await broker_cause(str(self._settings["bootstrap_servers"]), self._security, error, KNOCKS_FOR_S)

    async def stop(self, *, flush: bool = True) -> None:
        """Close the producer; without flush, what it still holds is given up (the rows are still in the outbox)."""
        producer, self._producer = self._producer, None
        if producer is None:
            return
        try:
            if not flush:  # stop() would wait for brokers that are away
                # waited for from outside: one that is still asking who it is ends as cancelled, and we go on
                await asyncio.wait([asyncio.ensure_future(producer._sender.close())], timeout=1.0)
            async with asyncio.timeout(5.0 if flush else 1.0):
                await producer.stop()
        except Exception as error:
            log.debug("producer did not stop in time", extra={"error": repr(error)})

    async def _started(self) -> AIOKafkaProducer:
        async with self._starting:
            if self._producer is None:
                producer = AIOKafkaProducer(**self._settings)
                try:
                    await producer.start()
                except BaseException:
                    await producer.stop()
                    raise
                self._producer = producer
            return self._producer

    async def _partitions(self, producer: AIOKafkaProducer, topic: str) -> int:
        """How many the topic has. Misdivided: not as many as declared; nothing was sent."""
        found = len(await producer.partitions_for(topic))
        declared = self._declared.get(topic, found)
        if found != declared:
            raise Misdivided(topic, found, declared)
        return found

    @staticmethod
    async def _lane(
        producer: AIOKafkaProducer, topic: str, partition: int, rows: Sequence[tuple[Row, Headers]]
    ) -> None:
        """One partition's rows: the next batch leaves when the one before is acknowledged."""
        batch = producer.create_batch()
        for row, headers in rows:
            if batch.append(key=row.key, value=row.value, timestamp=None, headers=headers) is None:
                await (await producer.send_batch(batch, topic, partition=partition))
                batch = producer.create_batch()  # the first record of a batch may be larger than the batch
                batch.append(key=row.key, value=row.value, timestamp=None, headers=headers)
        if batch.record_count():
            await (await producer.send_batch(batch, topic, partition=partition))


def _headers(row: Row) -> Headers:
    """The row's headers. Unsendable: they cannot be read, or the record is too large."""
    size = len(row.key) + len(row.headers) + len(row.value or b"")
    if size > MAX_RECORD_BYTES:
        raise Unsendable(row, f"{size} bytes, at most {MAX_RECORD_BYTES}")
    try:
        return unpack(row.headers)
    except msgspec.DecodeError as error:
        raise Unsendable(row, str(error)) from None
