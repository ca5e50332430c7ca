"""The words that truly cross a boundary between services. Standard library only."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from shared.programme.vocabulary import Opinion

DossierId = NewType("DossierId", str)
"""One listing application (« demande de référencement »), from the prior request to the decision."""
ListingId = NewType("ListingId", str)
"""One entry of the catalogue; renewals keep it."""
ComplaintId = NewType("ComplaintId", str)
CaseId = NewType("CaseId", str)
"""One non-compliance case."""
CampaignId = NewType("CampaignId", str)
"""One sampling campaign."""


class Typology(StrEnum):
    """« Typologie » : whether the service exchanges data with Mon espace santé. It follows from the track."""

    WITHOUT_EXCHANGE = "without_exchange"
    WITH_EXCHANGE = "with_exchange"


__all__ = [
    "CampaignId", "CaseId", "ComplaintId", "DossierId", "ListingId", "Opinion", "ServiceProfile", "SuspensionScope",
    "Typology",
]  # fmt: skip


class SuspensionScope(StrEnum):
    """What a suspension cuts (process.md 3.3)."""

    VISIBILITY = "visibility"
    EXCHANGE = "exchange"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceProfile:
    """What the public may know of the digital service that a dossier is about. No personal data."""

    name: str
    publisher: str
    """Name of the publishing organisation (« éditeur »)."""
    organisation: str
    """Id of the publishing organisation, as in its tokens."""
    category: str
    """A category of the programme."""
    forms: tuple[str, ...]
    """mobile_application, web_site."""
    typology: Typology
    """Whether it exchanges data: what the programme says of the track."""
    url: str | None = None
    description: str | None = None
    track: str | None = None
    """The programme's option that the publisher chose; None in records from before programmes named their own."""
    synthetic: bool = False
    """True where the answers were made up for a demonstration; shown wherever the service is shown."""

    @property
    def declared(self) -> str:
        """The track that was chosen; in records without one, the typology, which had the same name."""
        return self.track or str(self.typology)
