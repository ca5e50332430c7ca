"""Evidence («preuves»): which documents support an answer, and until when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

ISO_DATE_LENGTH = len("2024-07-01")


class EvidenceStatus(StrEnum):
    """Where a document stands with its reviewer; refused and withdrawn ones support nothing."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


SUBMITTED = EvidenceStatus.SUBMITTED
STATUSES = {str(status): status for status in EvidenceStatus}
STANDING = frozenset({SUBMITTED, EvidenceStatus.ACCEPTED})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the engine reads of one document: type, days of issue and of end of validity, status."""

    type: str
    issued_on: date | None = None
    valid_until: date | None = None
    status: EvidenceStatus = SUBMITTED


@dataclass(frozen=True, slots=True)
class Support:
    """Whether an answer is supported: if so `reason` is empty and `until` the last day of support (None: no end)."""

    reason: str = ""
    until: date | None = None


NOT_ASKED = Support()
ABSENT = Support("evidence_absent")
UNDATED = Support("evidence_undated")
OF_ANOTHER_TYPE = Support("evidence_of_another_type")


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """What a criterion asks for: one document of a type in `any_of`, fresh enough or still valid on the day.

    `max_age_days` is the oldest age that counts; `must_be_valid` asks for an end of validity not passed.
    """

    required: bool
    any_of: frozenset[str] = frozenset()
    max_age_days: int | None = None
    must_be_valid: bool = False

    def support(self, documents: Iterable[Evidence], on: date) -> Support:
        """The longest support found among the documents; else what is wrong with the last one of an accepted type."""
        if not self.required:
            return NOT_ASKED
        best: Support | None = None
        flaw = ABSENT
        for document in documents:
            support = self.weigh(document, on)
            if support is OF_ANOTHER_TYPE:
                continue
            if support.reason:
                flaw = support
            elif best is None or _ends(support) > _ends(best):
                best = support
        return flaw if best is None else best

    def weigh(self, document: Evidence, on: date) -> Support:
        """What one document is worth by itself."""
        if document.type not in self.any_of:
            return OF_ANOTHER_TYPE
        if document.status not in STANDING:
            return Support(f"evidence_{document.status}")
        if document.issued_on is not None and document.issued_on > on:
            return Support("evidence_dated_in_the_future")
        return self._lasting(document, on)

    def _lasting(self, document: Evidence, on: date) -> Support:
        ends: list[date] = []
        if self.max_age_days is not None:
            if document.issued_on is None:
                return UNDATED
            ends.append(document.issued_on + timedelta(days=self.max_age_days))
        if self.must_be_valid:
            if document.valid_until is None:
                return UNDATED
            ends.append(document.valid_until)
        if ends and min(ends) < on:
            expired = self.must_be_valid and document.valid_until is not None and document.valid_until < on
            return Support("evidence_expired" if expired else "evidence_too_old")
        return Support(until=min(ends, default=None))


def _ends(support: Support) -> date:
    return support.until or date.max


def read_evidence(raw: object) -> Evidence | None:
    """The document behind stored data, or None if the data is malformed. Dates may be ISO texts."""
    if not isinstance(raw, Mapping) or not isinstance(raw.get("type"), str):
        return None
    status = raw.get("status")
    try:
        issued_on, valid_until = _day(raw.get("issued_on")), _day(raw.get("valid_until"))
        return Evidence(raw["type"], issued_on, valid_until, SUBMITTED if status is None else STATUSES[status])
    except (ValueError, KeyError, TypeError):  # TypeError: a status that is no text
        return None


def _day(raw: object) -> date | None:
    if isinstance(raw, str) and len(raw) == ISO_DATE_LENGTH and raw[4] == raw[7] == "-":
        return date.fromisoformat(raw)
    if raw is None or (isinstance(raw, date) and not isinstance(raw, datetime)):
        return raw
    raise ValueError("an ISO date is expected")
