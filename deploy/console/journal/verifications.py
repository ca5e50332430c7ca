"""Verifications of a journal: one export looked through, and what was found kept where the metrics find it."""

from dataclasses import dataclass
from pathlib import Path

from deploy.console.journal.exports import checkpoints_of, entries_of, reads_of, standing_of, versions_of
from deploy.console.journal.programme_versions import version_faults
from deploy.console.places import clock, connect_to, reading_url
from shared.delivery.journal.chain_check import Fault, JournalCheck
from shared.delivery.journal.checkpoints import CheckpointCheck

INTAKE = "intake"


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
    reads_cleared: int = 0
    """Of those sealed: removed since by `journal clear-reads`."""
    roots: int | None = None
    """Roots kept elsewhere that were compared; None: nobody was asked."""

    @property
    def summary(self) -> dict[str, object]:
        """All but the faults themselves."""
        numbers = {"entries": self.entries, "sealed": self.sealed, "uncovered": self.uncovered, "roots": self.roots}
        return {
            "service": self.service,
            **numbers,
            "reads": self.reads,
            "reads_sealed": self.reads_sealed,
            "reads_cleared": self.reads_cleared,
        }


def verify_export(folder: Path, service: str) -> Verification:
    """Check chains, checkpoints, and what stands."""
    unreadable: list[Fault] = []
    checkpoints = CheckpointCheck(service, checkpoints_of(folder, service, unreadable))
    journal = JournalCheck()
    for _ in checkpoints.watched(journal.watched(entries_of(folder, service, unreadable))):
        pass
    reads = checkpoints.look_at_reads(reads_of(folder, service, unreadable))
    journal.compare(standing_of(folder, service, unreadable))
    of_programmes = version_faults(versions_of(folder, service, unreadable), _published(folder))
    of_checkpoints = [Fault(code="seal_broken", told=told) for told in checkpoints.faults]
    return Verification(
        service=service,
        entries=journal.entries,
        sealed=sum(checkpoint.entries for checkpoint in checkpoints.checkpoints),
        uncovered=journal.uncovered,
        reads=reads,
        reads_sealed=sum(checkpoint.reads_entries or 0 for checkpoint in checkpoints.checkpoints),
        reads_cleared=checkpoints.reads_cleared,
        faults=(*of_programmes, *unreadable, *journal.faults, *of_checkpoints),
    )


def _published(folder: Path) -> dict[str, str]:
    """The programme versions that intake published, where its export is there; faults in it are named there."""
    rows = versions_of(folder, INTAKE, [])
    return {ref: content for row in rows if row["kept"] is None for ref, content in (row["versions"] or {}).items()}


async def keep_verification(found: Verification, by: str, *, seconds: float) -> None:
    """Keep one result."""
    conn = await connect_to(found.service, reading_url)
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
