"""The publication of the programme (« programme de référencement »): for good, and only ever more of it."""

from dataclasses import dataclass
from enum import StrEnum

from shared.acts.act import act
from shared.acts.change import Change
from shared.acts.command import Command
from shared.acts.moment import Moment, derived_id
from shared.acts.refusal import Invalid
from shared.contracts.intake.programme import ProgrammeVersionPublished, PublishedProgramme, SealedVersion
from shared.identity.actor import Role
from shared.programme.document import ProgrammeDocument
from shared.programme.faults import Fault
from shared.programme.publishing import added, breaches
from shared.programme.readiness import unready
from shared.programme.version import Programme
from shared.texts.fields import Source

PROGRAMME = derived_id("programme")
"""The one programme of a line."""


class PublicationState(StrEnum):
    """What is published stays so."""

    PUBLISHED = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedVersions:
    """The programme as it is published: one document with every version."""

    id: str
    state: PublicationState
    document: Source
    versions: tuple[SealedVersion, ...]
    dossier: None = None

    @property
    def programme(self) -> str:
        """The latest version."""
        return self.versions[-1].programme


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishProgramme(Command):
    """The document as its authors write it (YAML)."""

    document: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A document to publish: its text, and what it compiles to."""

    text: str
    document: ProgrammeDocument


def published_programme(versions: PublishedVersions) -> PublishedProgramme:
    """The record of the state topic, from which every service learns."""
    return PublishedProgramme(document=versions.document, versions=versions.versions)


@act("I-20", "process.md 2.13, 3.2 programme version; criteria.md 4.8", by=Role.MINISTER_DELEGATE)
def publish_programme(
    known: PublishedVersions | None, publication: Publication, moment: Moment
) -> Change[PublishedVersions]:
    """New versions are published; those published before stand in the document unchanged. Invalid: every breach."""
    later = publication.document
    new = added(moment.programmes, later)
    faults = [*unready(later), *breaches(moment.programmes, later), *_changed(known, later), *_passed(new, moment)]
    if faults:
        raise Invalid(list(dict.fromkeys(faults)))
    sealed = tuple(_sealed(programme) for programme in later)
    state = PublishedVersions(
        id=PROGRAMME,
        state=PublicationState.PUBLISHED,
        document=publication.text,
        versions=sealed,
    )
    told = (
        ProgrammeVersionPublished(version=_sealed(one), transition_months=one.transition_months)
        for one in new
        if known is None or _sealed(one) not in known.versions
    )
    return Change(state).telling(*told)


def _sealed(programme: Programme) -> SealedVersion:
    return SealedVersion(
        programme=programme.ref, content_hash=programme.content_hash, effective_from=programme.effective_from
    )


def _changed(known: PublishedVersions | None, later: ProgrammeDocument) -> list[Fault]:
    """What was published a moment ago may not be known to this process yet: it holds all the same."""
    found = {programme.ref: programme.content_hash for programme in later}
    versions = () if known is None else known.versions
    gone = [one for one in versions if one.programme not in found]
    other = [one for one in versions if found.get(one.programme, one.content_hash) != one.content_hash]
    return [
        *(Fault(f"programme.versions.{one.programme}", "version_withdrawn") for one in gone),
        *(Fault(f"programme.versions.{one.programme}", "version_changed", f"published as {one.content_hash}")
          for one in other),
    ]  # fmt: skip


def _passed(new: tuple[Programme, ...], moment: Moment) -> list[Fault]:
    """No version is in force before it is known: filings of yesterday were judged by the one before."""
    return [
        Fault(f"programme.versions.{one.ref}.effective_from", "version_in_the_past", f"{moment.day} or later")
        for one in new
        if one.effective_from < moment.day
    ]
