"""The catalogue is the fold of its events, and the state topics say what the databases say."""

from collections.abc import Iterator, Mapping
from typing import Any

from deploy.oracle.checks.wire import first_records
from deploy.oracle.snapshot import Snapshot
from deploy.oracle.verdict import Fault, Kind
from shared.contracts.topics import DECISIONS, EVENTS, LISTINGS

BECOMES = {
    "ListingPublished": "published",
    "ListingSuspended": "suspended",
    "ListingReinstated": "published",
    "ListingExpired": "expired",
}
STATE_TOPICS = {"decision": DECISIONS, "catalogue": LISTINGS}


def catalogue(snapshot: Snapshot) -> Iterator[Fault]:
    """Each listing is stored in the state that its events give it, with the service and end of its publication."""
    folded: dict[str, dict[str, Any]] = {}
    for one in first_records(one for one in snapshot.records if one.topic == EVENTS["catalogue"]):
        listing = folded.setdefault(one.key, {})
        if one.name in BECOMES:
            listing["state"] = BECOMES[one.name]
        if one.name == "ListingPublished":
            listing |= {"service": one.body["service"], "ends_on": one.body["ends_on"]}
    for row in snapshot.databases["catalogue"].rows:
        folded_state = folded.pop(row.id, {})
        if not folded_state and row.state not in BECOMES.values():
            continue  # not public yet: nothing was published
        grant: Mapping[str, Any] = row.body.get("grant") or {}
        stored = {"state": row.state, "service": grant.get("service"), "ends_on": grant.get("ends_on")}
        if stored != folded_state:
            yield Fault(Kind.DIFFERS, f"catalogue {row.id}", f"stored {stored}, its events say {folded_state}")
    for id_ in folded:
        yield Fault(Kind.LOST, f"catalogue {id_}", "published, and has no state")


def state_topics(snapshot: Snapshot) -> Iterator[Fault]:
    """The latest record of each key is what the database says now; sequences never fall."""
    for service, topic in STATE_TOPICS.items():
        latest: dict[str, Mapping[str, Any]] = {}
        sequence: dict[str, int] = {}
        for one in first_records(one for one in snapshot.records if one.topic == topic):
            if one.sequence < sequence.get(one.key, 0):
                yield Fault(Kind.DISORDERED, one.where, f"after sequence {sequence[one.key]}")
            latest[one.key], sequence[one.key] = one.body, one.sequence
        wanted = snapshot.databases[service].snapshots
        for key in sorted(wanted.keys() | latest.keys()):
            if wanted.get(key) != latest.get(key):
                detail = f"stored {wanted.get(key)}, the topic says {latest.get(key)}"
                yield Fault(Kind.LOST if key not in latest else Kind.DIFFERS, f"{topic} {key}", detail)
