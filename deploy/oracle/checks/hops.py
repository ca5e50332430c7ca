"""Every event reached every service that listens to it, once."""

from collections import Counter
from collections.abc import Iterator

from deploy.oracle.checks.wire import first_tellings
from deploy.oracle.snapshot import Snapshot
from deploy.oracle.verdict import Fault, Kind
from shared.acts.moment import derived_id

DOORS = ("kafka", "redrive")


def hops(snapshot: Snapshot) -> Iterator[Fault]:
    """Events against the journals of their listeners: one entry for each pair of event and aggregate."""
    heard = Counter(
        (service, str(entry["message"]), str(entry["aggregate"]))
        for service, kept in snapshot.kept.items()
        for entry in kept.journal
        if entry["door"] in DOORS and entry["aggregate"] and entry["outcome"] == "performed"
    )
    due = {(service, one.id, target): one for one in first_tellings(snapshot.told) for service, target in one.targets}
    for place, one in due.items():
        if heard[place] == 0 and derived_id(*place[1:]) in snapshot.kept[place[0]].parked:
            continue  # set aside, which is told elsewhere
        if heard[place] == 0:
            yield Fault(Kind.LOST, one.where, f"{place[0]} has not heard of it (aggregate {place[2]})")
        elif heard[place] > 1:
            yield Fault(Kind.DOUBLED, one.where, f"{place[0]} acted on it {heard[place]} times (aggregate {place[2]})")
    for service, message, target in sorted(heard.keys() - due.keys()):
        yield Fault(Kind.DOUBLED, f"{service} {target}", f"acted on event {message}, which is on no topic")
