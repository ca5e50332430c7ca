"""Verifications of a journal: one export looked through, and what was found kept where the metrics find it."""

from dataclasses import dataclass
from pathlib import Path

from deploy.console.exports import checkpoints_of, entries_of, reads_of, standing_of
from deploy.console.places import clock, reading_url
from shared.delivery.checkpoints import CheckpointCheck
from shared.delivery.journal_check import Fault, JournalCheck
from shared.persistence.connecting import connect


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What was found in one service's journal."""

    service: str
    entries: int
    sealed: int
    uncovered: int
    """Aggregates whose last entry says nothing about the state that it left."""
    faults: tuple[Fault, ...]
    reads: int = 0
    """Who saw what is not public."""
    reads_sealed: int = 0
    roots: int | None = None
    """Roots kept elsewhere that were compared; None: nobody was asked."""

    @property
    def summary(self) -> dict[str, object]:
        """All but the faults themselves."""
        numbers = {"entries": self.entries, "sealed": self.sealed, "uncovered": self.uncovered, "roots": self.roots}
        return {"service": self.service, **numbers, "reads": self.reads, "reads_sealed": self.reads_sealed}


def verify_export(folder: Path, service: str) -> Verification:
    """Check chains, checkpoints, and what stands."""
    unreadable: list[Fault] = []
    checkpoints = CheckpointCheck(service, checkpoints_of(folder, service, unreadable))
    journal = JournalCheck()
    for _ in checkpoints.watched(journal.watched(entries_of(folder, service, unreadable))):
        pass
    reads = checkpoints.look_at_reads(reads_of(folder, service, unreadable))
    journal.compare(standing_of(folder, service, unreadable))
    of_checkpoints = [Fault(code="seal_broken", told=told) for told in checkpoints.faults]
    return Verification(
        service=service,
        entries=journal.entries,
        sealed=sum(checkpoint.entries for checkpoint in checkpoints.checkpoints),
        uncovered=journal.uncovered,
        reads=reads,
        reads_sealed=sum(checkpoint.reads_entries or 0 for checkpoint in checkpoints.checkpoints),
        faults=(*unreadable, *journal.faults, *of_checkpoints),
    )


async def keep_verification(found: Verification, by: str, *, seconds: float) -> None:
    """Keep one result."""
    conn = await connect(reading_url(found.service))
    try:
        await conn.execute(
            "INSERT INTO verifications (verified_at, verified_by, seconds, entries, faults, roots) "
            "VALUES ($1, $2, $3, $4, $5, $6)",
            clock().now(),
            by,
            seconds,
            found.entries,
            len(found.faults),
            found.roots,
        )
    finally:
        await conn.close()
