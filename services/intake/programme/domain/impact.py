"""What a change of the programme would do to a dossier: an open one, or that of a listed service (process.md 4.1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.intake.application.domain.state import Application, State
from shared.programme.comparing.impact import FileImpact, Impact

OPEN = (State.SUBMITTED, State.INCOMPLETE, State.ADMISSIBLE)
"""Where a dossier is filed and may still be decided, or lead to a listing."""
LISTED = frozenset({"ListingPublished", "ListingSuspended", "ListingReinstated"})
ENDED = frozenset({"ListingExpired", "ListingRefused", "ApplicationLapsed"})


class Standing(StrEnum):
    """Whom the change would meet."""

    OPEN = "open"
    LISTED = "listed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierImpact:
    """One dossier under both versions; `programme` is the version that it is pinned to."""

    dossier: str
    service: str
    standing: Standing
    programme: str
    impact: FileImpact


def impact_on(application: Application, events: Iterable[str], impact: Impact, day: date) -> DossierImpact | None:
    """The impact on a dossier, from what happened to it elsewhere; None: it is closed, or was never filed."""
    standing = _standing(application, events)
    if standing is None or application.content is None or application.programme is None:
        return None
    return DossierImpact(
        dossier=application.id,
        service=application.service.name,
        standing=standing,
        programme=application.programme,
        impact=impact.on_file(application.content.case(), day),
    )


def _standing(application: Application, events: Iterable[str]) -> Standing | None:
    if application.state not in OPEN:
        return None
    decisive = [event for event in events if event in LISTED | ENDED]
    if not decisive:
        return Standing.OPEN
    return Standing.LISTED if decisive[-1] in LISTED else None
