"""Every journaled event is on its topic once, in order, without gaps; and nothing else is there."""

from collections.abc import Iterable, Iterator

from deploy.oracle.snapshot import PublishedRecord, Snapshot
from deploy.oracle.verdict import Fault, Kind
from shared.contracts.topics import EVENTS


def first_records(records: Iterable[PublishedRecord]) -> list[PublishedRecord]:
    """The records without repeats of the same event id, in order."""
    seen: set[str] = set()
    first = []
    for one in records:
        if one.id not in seen:
            seen.add(one.id)
            first.append(one)
    return first


def wire(snapshot: Snapshot) -> Iterator[Fault]:
    """Event topics against journals, service by service, aggregate by aggregate."""
    for service, topic in EVENTS.items():
        by_key: dict[str, list[PublishedRecord]] = {}
        for one in first_records(one for one in snapshot.records if one.topic == topic):
            by_key.setdefault(one.key, []).append(one)
            if one.subject != one.key:
                yield Fault(Kind.DIFFERS, one.where, f"its key is {one.key}")
        journaled = _journaled(snapshot, service)
        for key in sorted(by_key.keys() | journaled.keys()):
            yield from _aggregate(f"{topic} {key}", by_key.get(key, []), journaled.get(key, []))


def _journaled(snapshot: Snapshot, service: str) -> dict[str, list[str]]:
    events: dict[str, list[str]] = {}
    for entry in snapshot.databases[service].performed():
        events.setdefault(str(entry["aggregate"]), []).extend(entry["events"].split())
    return {key: names for key, names in events.items() if names}


def _aggregate(where: str, records: list[PublishedRecord], journaled: list[str]) -> Iterator[Fault]:
    yield from _order(where, records)
    by_number = {one.sequence: one.name for one in records}
    for number, name in enumerate(journaled, 1):
        if number not in by_number:
            yield Fault(Kind.LOST, where, f"{name}, sequence {number}, was journaled and not published")
        elif by_number[number] != name:
            yield Fault(Kind.DIFFERS, where, f"sequence {number} is {by_number[number]}, journaled was {name}")
    for number in sorted(set(by_number) - set(range(1, len(journaled) + 1))):
        yield Fault(Kind.DOUBLED, where, f"{by_number[number]}, sequence {number}, was published and not journaled")


def _order(where: str, records: list[PublishedRecord]) -> Iterator[Fault]:
    if len({one.partition for one in records}) > 1:
        yield Fault(Kind.DISORDERED, where, "in several partitions")
    sequences = [one.sequence for one in records]
    if sequences != sorted(sequences):
        yield Fault(Kind.DISORDERED, where, f"sequence on the wire {sequences}")
    for number in sorted(set(sequences)):
        if sequences.count(number) > 1:
            yield Fault(Kind.DOUBLED, where, f"sequence {number} under different ids")
