"""Compares the five databases with all topics, while the line runs or stands still.

Order is what keeps a running line from looking broken: first the topics' ends and the consumers' offsets, then the
databases, then the topics' ends again. What was on a topic at first must be in the databases; what the databases
published and have no longer in the outbox must be on a topic at last.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiokafka import ConsumerRecord, TopicPartition

from shared.contracts.envelope import Envelope, Unreadable, read_envelope
from shared.contracts.kafka_names import KafkaNames
from shared.contracts.registry import WIRES
from shared.contracts.topics import DECISIONS, EVENTS, LISTINGS, PROGRAMMES, SERVICES
from shared.delivery.kafka.origin_check import check_sender
from shared.delivery.kafka.record import record_of
from shared.delivery.kafka.unreadable_ranges import UnreadableRange
from shared.delivery.recovery.consumer_audit import ConsumerAudit
from shared.delivery.recovery.gaps import Ahead, Gap, Kind
from shared.delivery.recovery.installation import Installation
from shared.delivery.recovery.snapshot import Snapshot, digest, journaled_events, read_snapshot
from shared.delivery.recovery.topic_reader import Offsets, TopicReader, reader_of
from shared.delivery.shell.messages import Record
from shared.signing.verifier import Verifier

OWNERS = {topic: service for service, topic in EVENTS.items()}
READ = (*EVENTS.values(), DECISIONS, LISTINGS, PROGRAMMES)


@dataclass(slots=True)
class Comparison:
    """What was found: the gaps, and the records that repairs need."""

    names: KafkaNames
    verifier: Verifier | None
    snapshots: dict[str, Snapshot] = field(default_factory=dict)
    ahead: list[Ahead] = field(default_factory=list)
    unheard: dict[str, list[ConsumerRecord[Any, Any]]] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    passed: dict[str, Offsets] = field(default_factory=dict)
    """What each consumer group had committed."""
    latest: dict[tuple[str, str], tuple[int, bytes]] = field(default_factory=dict)
    """State topic and aggregate to sequence and digest of the latest record."""
    _seen: dict[tuple[str, str], int] = field(default_factory=dict)
    _cut: set[tuple[str, int]] = field(default_factory=set)
    """Partitions whose first records are no longer kept."""
    _behind_cut: set[str] = field(default_factory=set)


async def compare(installation: Installation) -> Comparison:
    """Read everything, name every gap."""
    found = Comparison(names=installation.kafka_names(), verifier=installation.verifier())
    async with reader_of(installation, [found.names.topic(name) for name in READ]) as reader:
        first = await reader.ends()
        passed = {name: dict(await installation.committed_offsets(name)) for name in SERVICES}
        found.snapshots = {service: await read_snapshot(installation, service) for service in SERVICES}
        last = await reader.ends()
        found._cut = {(place.topic, place.partition) for place, at in (await reader.beginnings()).items() if at}
        audits = [
            await ConsumerAudit.of(installation, service, passed[service.name])
            for service in installation.all_services()
        ]
        await _read_all(found, reader, audits, (first, last))
    found.gaps += [_unreadable(one, found.names) for one in reader.unreadable]
    for audit in audits:
        found.unheard[audit.service.name] = audit.unheard
        found.gaps += audit.gaps
        found.passed[audit.service.name] = passed[audit.service.name]
        found.gaps += _beyond(audit.service.name, passed[audit.service.name], last)
    found.gaps += [_ahead(one, found.snapshots[one.service]) for one in found.ahead]
    for snapshot in found.snapshots.values():
        found.gaps += [*await _untold(installation, found, snapshot), *_states(found, snapshot)]
    found.gaps.sort()
    return found


async def _read_all(
    found: Comparison, reader: TopicReader, audits: Sequence[ConsumerAudit], ends: tuple[Offsets, Offsets]
) -> None:
    """Note every record up to the later ends, and ask each consumer's audit about it."""
    first, last = ends
    try:
        async for records in reader.upto(last):
            _note(found, records, first)
            for audit in audits:
                await audit.check(records)
    finally:
        for audit in audits:
            await audit.conn.close()


def _note(found: Comparison, records: Sequence[ConsumerRecord[Any, Any]], first: Offsets) -> None:
    place = TopicPartition(records[0].topic, records[0].partition)
    topic = found.names.contracts_name(place.topic)
    owner = OWNERS.get(topic)
    for raw in records:
        record = record_of(raw)
        try:
            envelope = read_envelope(record.headers)
        except Unreadable:
            continue
        try:
            check_sender(record, envelope, found.verifier, found.names)
        except Unreadable as error:
            _note_foreign(found, record, envelope, error)
            continue
        if owner is None:
            found.latest[topic, envelope.subject] = (envelope.sequence, digest(raw.value))
            continue
        if (place.topic, place.partition) in found._cut:
            found._behind_cut.add(envelope.subject)
        found._seen[owner, envelope.subject] = found._seen.get((owner, envelope.subject), 0) | 1 << envelope.sequence
        row = found.snapshots[owner].rows.get(envelope.subject)
        if raw.offset < first[place] and envelope.sequence > (row.events if row else 0):
            found.ahead.append(Ahead(owner, envelope, raw.value))


def _note_foreign(found: Comparison, record: Record, envelope: Envelope, error: Unreadable) -> None:
    """Name it until an operator has dropped it; on a state topic, some may believe it until the owner speaks again."""
    place, topic = (record.topic, record.partition, record.offset), found.names.contracts_name(record.topic)
    if not any(place in snapshot.dropped for snapshot in found.snapshots.values()):
        where = f"{record.topic}/{record.partition}@{record.offset}"
        owner, dossier = _owner_of(topic), envelope.dossier or ""
        found.gaps.append(Gap(kind=Kind.FOREIGN, service=owner, place=where, dossier=dossier, detail=str(error)))
    if topic not in OWNERS:
        found.latest[topic, record.key.decode(errors="replace")] = (0, digest(record.value))


def _owner_of(topic: str) -> str:
    return next(wire.service for wire in WIRES.values() if wire.topic == topic)


def _ahead(one: Ahead, snapshot: Snapshot) -> Gap:
    row = snapshot.rows.get(one.envelope.subject)
    remembers = f"the database remembers {row.events}" if row else "the database does not know it"
    return Gap(
        kind=Kind.AHEAD, service=one.service, place=one.envelope.subject, dossier=one.envelope.dossier or "",
        detail=f"{one.name}, event {one.envelope.sequence}, was told at {one.envelope.time}; {remembers}",
        sequence=one.envelope.sequence,
    )  # fmt: skip


async def _untold(installation: Installation, found: Comparison, snapshot: Snapshot) -> list[Gap]:
    """Sequences that an aggregate has told, by its own count, and that are nowhere."""
    missing: dict[str, list[int]] = {}
    for id_, row in snapshot.rows.items():
        seen = found._seen.get((snapshot.service, id_), 0) | snapshot.waiting.get((EVENTS[snapshot.service], id_), 0)
        if seen == (1 << row.events + 1) - 2:
            continue
        lowest = (seen & -seen).bit_length() - 1 if id_ in found._behind_cut and seen else 1
        gone = [number for number in range(lowest, row.events + 1) if not seen >> number & 1]
        if gone:
            missing[id_] = gone
    names = await journaled_events(installation, snapshot.service, list(missing))
    return [
        Gap(
            kind=Kind.UNTOLD, service=snapshot.service, place=id_, dossier=snapshot.rows[id_].dossier,
            detail=f"{_named(names.get(id_, []), number)}, event {number}, is neither on the topic nor in the outbox",
            sequence=number,
        )
        for id_, numbers in missing.items() for number in numbers
    ]  # fmt: skip


def _named(names: Sequence[str], number: int) -> str:
    return names[number - 1] if number <= len(names) else "an event"


def _states(found: Comparison, snapshot: Snapshot) -> Iterator[Gap]:
    for id_, row in snapshot.rows.items():
        if row.public is None:
            continue
        topic, wanted = row.public
        sequence, said = found.latest.get((topic, id_), (0, b""))
        if said == wanted or (topic, id_) in snapshot.waiting or sequence > row.events:
            continue
        detail = f"{topic} says something else than the database" if said else f"{topic} says nothing of it"
        yield Gap(kind=Kind.STATE, service=snapshot.service, place=id_, dossier=row.dossier, detail=detail)


def _unreadable(one: UnreadableRange, names: KafkaNames) -> Gap:
    place = one.place
    owner = OWNERS.get(names.contracts_name(place.topic), "")
    return Gap(
        kind=Kind.UNREADABLE, service=owner, place=f"{place.topic}/{place.partition}", dossier="", detail=one.said()
    )


def _beyond(service: str, passed: Offsets, last: Offsets) -> Iterator[Gap]:
    for place, offset in passed.items():
        if place in last and offset > last[place]:
            yield Gap(
                kind=Kind.OFFSET, service=service, place=f"{place.topic}/{place.partition}", dossier="",
                detail=f"read up to {offset}, the topic ends at {last[place]}",
            )  # fmt: skip
