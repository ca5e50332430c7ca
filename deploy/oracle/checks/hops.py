"""Every event reached every service that listens to it, once."""

from collections import Counter
from collections.abc import Iterator

from deploy.oracle.checks.wire import first_records
from deploy.oracle.snapshot import Snapshot
from deploy.oracle.verdict import Fault, Kind
from shared.acts.moment import derived_id

CHANNELS = ("kafka", "redrive")


def hops(snapshot: Snapshot) -> Iterator[Fault]:
    """Events against the journals of their listeners: one entry for each pair of event and aggregate."""
    performed = Counter(
        (service, str(entry["message"]), str(entry["aggregate"]))
        for service, database in snapshot.databases.items()
        for entry in database.journal
        if entry["door"] in CHANNELS and entry["aggregate"] and entry["outcome"] == "performed"
    )
    due = {(service, one.id, target): one for one in first_records(snapshot.records) for service, target in one.targets}
    for hop, one in due.items():
        if performed[hop] == 0 and derived_id(*hop[1:]) in snapshot.databases[hop[0]].parked:
            continue  # parked, which is a fault of its own
        if performed[hop] == 0:
            yield Fault(Kind.LOST, one.where, f"{hop[0]} never performed it (aggregate {hop[2]})")
        elif performed[hop] > 1:
            yield Fault(Kind.DOUBLED, one.where, f"{hop[0]} acted on it {performed[hop]} times (aggregate {hop[2]})")
    for service, message, target in sorted(performed.keys() - due.keys()):
        yield Fault(Kind.DOUBLED, f"{service} {target}", f"acted on event {message}, which is on no topic")
