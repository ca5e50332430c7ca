"""What a publisher declares, answers and proves, as it travels from intake to evaluation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from shared.programme.case import Case
from shared.texts.fields import CodeWord, Sha256, Uuid

Answer = bool | int | float | str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePiece:
    """A document's metadata as the criteria need it; never its content or its name."""

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012  # part of a command's body: unknown fields are faults

    type: CodeWord
    issued_on: date | None = None
    valid_until: date | None = None
    status: CodeWord = "submitted"
    sha256: Sha256 | None = None
    document: Uuid | None = None
    """Id of the document in the publisher's wallet; None: declared by the publisher, without a document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """The content of a dossier: orientation facts, answers, evidence, and claims that a criterion does not apply."""

    facts: Mapping[str, Answer]
    answers: Mapping[str, Answer]
    evidence: Mapping[str, tuple[EvidencePiece, ...]] = field(default_factory=dict)
    not_applicable: Mapping[str, str] = field(default_factory=dict)
    """Criterion to reason."""

    def case(self) -> Case:
        """The same for the programme's engine."""
        evidence = {name: [_plain(piece) for piece in pieces] for name, pieces in self.evidence.items()}
        return Case(_lists(self.facts), _lists(self.answers), evidence, self.not_applicable)

    def with_digests(self, texts: frozenset[str]) -> "CaseFile":
        """The same, fit to travel: answers to the criteria in `texts` become `sha256:<hex>`."""
        answers = {name: _digest(value) if name in texts else value for name, value in self.answers.items()}
        return CaseFile(facts=self.facts, answers=answers, evidence=self.evidence, not_applicable=self.not_applicable)

    def completed_by(self, other: "CaseFile") -> "CaseFile":
        """This content with another's laid over it, entry by entry."""
        return CaseFile(
            facts={**self.facts, **other.facts},
            answers={**self.answers, **other.answers},
            evidence={**self.evidence, **other.evidence},
            not_applicable={**self.not_applicable, **other.not_applicable},
        )


def _plain(piece: EvidencePiece) -> dict[str, object]:
    """What `asdict` gives, without its deep copies: a change of programme tries ten thousand files."""
    return {
        "type": piece.type,
        "issued_on": piece.issued_on,
        "valid_until": piece.valid_until,
        "status": piece.status,
        "sha256": piece.sha256,
    }


def _lists(values: Mapping[str, Answer]) -> dict[str, object]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _digest(value: Answer) -> Answer:
    return f"sha256:{sha256(value.encode()).hexdigest()}" if isinstance(value, str) and value else value
