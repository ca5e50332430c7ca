"""Every accepted command was performed once, as it was answered; and nothing was performed that nobody asked for."""

from collections.abc import Iterator, Mapping

from deploy.oracle.ledger import Accepted, Ledger
from deploy.oracle.snapshot import Entry, Snapshot
from deploy.oracle.verdict import Fault, Kind


def commands(snapshot: Snapshot, ledger: Ledger, *, complete: bool) -> Iterator[Fault]:
    """Ledger against journals. `complete`: nobody but the ledger's clients sent commands."""
    performed = {service: _by_message(database.performed()) for service, database in snapshot.databases.items()}
    answered: set[tuple[str, str]] = set()
    for accepted in ledger:
        answered.add((accepted.service, accepted.message))
        yield from _one(accepted, performed[accepted.service].get(accepted.message, []))
    first = {(service, id_): found[0] for service, by_id in performed.items() for id_, found in by_id.items()}
    for key in sorted(first.keys() - answered) if complete else ():
        entry = first[key]
        if entry["door"] == "http":
            where = f"{key[0]} {entry['act']} of {entry['aggregate']}"
            yield Fault(Kind.DOUBLED, where, "performed, and not answered to anybody")


def _by_message(entries: Iterator[Entry]) -> Mapping[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(str(entry["message"]), []).append(entry)
    return found


def _one(accepted: Accepted, entries: list[Entry]) -> Iterator[Fault]:
    where = f"{accepted.service}{accepted.path} (key {accepted.key})"
    if not entries:
        yield Fault(Kind.LOST, where, f"accepted as version {accepted.version}, not in the journal")
        return
    if len(entries) > 1:
        yield Fault(Kind.DOUBLED, where, f"performed {len(entries)} times")
    entry = entries[0]
    journaled = (str(entry["aggregate"]), entry["state"], entry["version"], tuple(entry["events"].split()))
    if journaled != (accepted.aggregate, accepted.state, accepted.version, accepted.events):
        yield Fault(Kind.DIFFERS, where, f"answered {accepted}, journaled {journaled}")
