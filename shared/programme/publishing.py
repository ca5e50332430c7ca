"""What a new publication must respect of what was published before: nothing changes, disappears or slips in between."""

from collections.abc import Iterator

from shared.programme.document import ProgrammeDocument
from shared.programme.faults import Fault
from shared.programme.version import Programme


def breaches(earlier: ProgrammeDocument, later: ProgrammeDocument) -> tuple[Fault, ...]:
    """Every way in which the later document breaks with the published one; empty where it only adds versions."""
    if earlier.id != later.id:
        return (Fault("programme.id", "programme_differs", earlier.id),)
    return tuple(_breaches(earlier, later))


def _breaches(earlier: ProgrammeDocument, later: ProgrammeDocument) -> Iterator[Fault]:
    found = {programme.ref: programme for programme in later}
    for programme in earlier:
        again = found.get(programme.ref)
        place = f"programme.versions.{programme.ref}"
        if again is None:
            yield Fault(place, "version_withdrawn")
        elif again.content_hash != programme.content_hash:
            yield Fault(place, "version_changed", f"published as {programme.content_hash}")
    known = [programme.ref for programme in earlier]
    for programme in list(later)[: len(known)]:
        if programme.ref not in known:
            yield Fault(f"programme.versions.{programme.ref}", "version_inserted", f"after {known[-1]}")


def added(earlier: ProgrammeDocument, later: ProgrammeDocument) -> tuple[Programme, ...]:
    """The versions that the later document brings, oldest first."""
    known = {programme.ref for programme in earlier}
    return tuple(programme for programme in later if programme.ref not in known)
