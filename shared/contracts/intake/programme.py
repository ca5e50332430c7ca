"""What intake publishes of the programme's versions."""

from dataclasses import dataclass
from datetime import date

from shared.contracts.registry import event
from shared.contracts.topics import PROGRAMMES


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedVersion:
    """A published version of the programme: what a dossier is pinned to, and from when it is in force."""

    programme: str
    content_hash: str
    effective_from: date


@event("intake")
@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeVersionPublished:
    """A new version of the programme is published for good; files are judged by it from its day of effect."""

    version: SealedVersion
    transition_months: int


@event("intake", topic=PROGRAMMES)
@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedProgramme:
    """State topic: the programme with all its published versions, as the document (YAML) that all services read."""

    document: str
    versions: tuple[SealedVersion, ...]
