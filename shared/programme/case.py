"""A file («dossier») as the engine sees it: what the publisher declared, answered, proved and claimed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from shared.programme.evidence import Evidence, read_evidence

PRESUMPTION = "presumption"
"""Key of `evidence` for the documents that found a presumption of conformity, common to all criteria of the file."""

NA = "na"
"""Key of an answer that claims "not applicable" and gives the reason: `{"na": reason}`."""


@dataclass(frozen=True, slots=True)
class Case:
    """Plain data, as stored and sent: dates of evidence are ISO texts (or dates), unknown facts are absent or None.

    A claim that a criterion does not apply travels as the answer `{"na": reason}` or in `na_claims`.
    """

    facts: Mapping[str, object]
    answers: Mapping[str, object]
    evidence: Mapping[str, Sequence[object]] = field(default_factory=dict)
    na_claims: Mapping[str, object] = field(default_factory=dict)

    def claim(self, criterion: str) -> object:
        """The reason given for not applying, or None."""
        answer = self.answers.get(criterion)
        claimed = answer.get(NA) if isinstance(answer, Mapping) else None
        return self.na_claims.get(criterion) if claimed is None else claimed


@dataclass(frozen=True, slots=True)
class View:
    """A case on the day of its evaluation, with the facts that may be reasoned with."""

    case: Case
    facts: Mapping[str, object]
    on: date

    def documents(self, key: str) -> list[Evidence]:
        """The well-formed evidence under a criterion or under the presumption."""
        given = self.case.evidence.get(key, ())
        if not isinstance(given, list | tuple):
            return []
        read = (read_evidence(raw) for raw in given)
        return [document for document in read if document is not None]
