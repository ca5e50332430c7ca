"""The evidence of a listed service: until when each proof holds, and what is to be told of it when.

Only what ends before the listing itself does is watched: a renewal is a new application with evidence of its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from shared.acts.due import DueDate
from shared.contracts.case_file import CaseFile, EvidencePiece
from shared.contracts.vocabulary import ListingId
from shared.programme.case import PRESUMPTION
from shared.programme.version import Programme
from shared.programme.vocabulary import CriterionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What supports the answer to one criterion, and the last day on which it does."""

    criterion: str
    until: date
    documents: tuple[str, ...] = ()
    reminded: int = 0
    """How many of the programme's reminders were sent, or were passed before the proof was watched."""

    def next_reminder(self, days_before: Sequence[int]) -> date | None:
        """The day of the next reminder; None: all were sent."""
        left = days_before[self.reminded :]
        return self.until - timedelta(days=left[0]) if left else None

    def begun(self, day: date, days_before: Sequence[int]) -> "Proof":
        """The same as it is first watched: of the reminders whose day has passed, the last is still to be told."""
        return replace(self, reminded=max(0, self.reminded_by(day, days_before).reminded - 1))

    def reminded_by(self, day: date, days_before: Sequence[int]) -> "Proof":
        """The same with every reminder counted whose day has come."""
        return replace(self, reminded=sum(self.until - timedelta(days=days) <= day for days in days_before))


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceWatch:
    """The proofs of one listing that have not ended, soonest end first."""

    listing: ListingId
    ends_on: date
    """The first day on which the service is no longer listed."""
    proofs: tuple[Proof, ...] = ()
    renewed: Mapping[str, tuple[EvidencePiece, ...]] = field(default_factory=dict)
    """Evidence given since the filing, by criterion."""

    def watching(self, proofs: Iterable[Proof]) -> "EvidenceWatch":
        """The same watch over those of these proofs that end before the listing does."""
        last_day = self.ends_on - timedelta(days=1)
        kept = sorted((one for one in proofs if one.until < last_day), key=lambda one: (one.until, one.criterion))
        return replace(self, proofs=tuple(kept))

    def ended(self, day: date) -> tuple[Proof, ...]:
        """The proofs that no longer hold on that day."""
        return tuple(one for one in self.proofs if one.until < day)

    def to_remind(self, day: date, days_before: Sequence[int]) -> tuple[Proof, ...]:
        """The proofs of which a reminder's day has come."""
        due = ((one, one.next_reminder(days_before)) for one in self.proofs)
        return tuple(one for one, at in due if at is not None and at <= day)

    def reminded_next(self, days_before: Sequence[int]) -> Proof | None:
        """The proof whose reminder comes next."""
        due = [(at, one) for one in self.proofs if (at := one.next_reminder(days_before)) is not None]
        return min(due, key=lambda pair: pair[0])[1] if due else None


def proofs_of(programme: Programme, content: CaseFile, on: date, filed_on: date) -> Iterator[Proof]:
    """What supports the answers and has an end (criteria.md 4.3); what ended since the filing included."""
    today = programme.assess(content.case(), on)
    then = {one.criterion: one.evidence_until for one in programme.assess(content.case(), filed_on).results}
    for result in today.results:
        until = then[result.criterion] if result.criterion in today.open else result.evidence_until
        if until is not None:
            presumed = result.state is CriterionState.PRESUMED_MET
            pieces = content.evidence.get(PRESUMPTION if presumed else result.criterion, ())
            named = tuple(piece.document for piece in pieces if piece.document)
            yield Proof(criterion=result.criterion, until=until, documents=named)


def due_of(proof: Proof) -> DueDate:
    """The day on which a proof ends, as a due date."""
    return DueDate("evidence", proof.until, (f"event {proof.until}",))
