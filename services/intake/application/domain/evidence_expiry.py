"""Evidence of a listed service that ends (« pièces arrivant à échéance »): watched, reminded of, renewed, told.

Nothing is decided here: surveillance hears of an end and looks into it; no clock delists (process.md 3.5, 9).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from services.intake.application.domain.evidence_watch import EvidenceWatch, Proof, due_of, proofs_of
from services.intake.application.domain.fields import SentEvidence
from services.intake.application.domain.state import Application, checked, owner
from services.intake.wallet.domain.references import WithDocuments, opened, resolved
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.due import Deadline
from shared.acts.moment import Moment
from shared.acts.refusal import refuse_if
from shared.contracts.case_file import CaseFile
from shared.contracts.catalogue.listing import ListingPublished
from shared.contracts.intake.application import EvidenceExpired, EvidenceExpiryReminded, EvidenceRenewed
from shared.identity.actor import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewEvidence(Command):
    """Other evidence for some criteria of a listed service."""

    evidence: SentEvidence


@act("I-27", "criteria.md 4.6, expiry")
def watch_evidence(application: Application, event: ListingPublished, moment: Moment) -> Change[Application]:
    """The service is listed: from now on the ends of its evidence are watched."""
    known = application.watch
    watch = EvidenceWatch(listing=event.listing, ends_on=event.ends_on, renewed=known.renewed if known else {})
    return _awaiting(_rewatched(application, watch, moment), moment)


@act("I-28", "criteria.md 4.6, warn at 60 and 30 days")
def remind_evidence_expiry(application: Application, _: Deadline, moment: Moment) -> Change[Application]:
    """The publisher is reminded of evidence that ends soon, as many days before as the programme says.

    A clock that was late reminds of nothing that has ended meanwhile: the event of its end comes next.
    """
    assert application.watch
    days_before = _days_before(application, moment)
    due = [one for one in application.watch.to_remind(moment.day, days_before) if one.until >= moment.day]
    proofs = tuple(one.reminded_by(moment.day, days_before) for one in application.watch.proofs)
    change = becomes(application, watch=replace(application.watch, proofs=proofs))
    for until, proofs_due in _by_end(due):
        change = change.telling(
            EvidenceExpiryReminded(
                dossier=application.id,
                listing=application.watch.listing,
                criteria=tuple(one.criterion for one in proofs_due),
                until=until,
                days_left=(until - moment.day).days,
            )
        )
    return _awaiting(change, moment)


@act("I-29", "criteria.md 4.6, expiry is an event")
def note_evidence_expiry(application: Application, _: Deadline, moment: Moment) -> Change[Application]:
    """Evidence has ended and nothing came in its place: one event tells surveillance."""
    assert application.watch
    ended = application.watch.ended(moment.day)
    left = tuple(one for one in application.watch.proofs if one not in ended)
    change = becomes(application, watch=replace(application.watch, proofs=left))
    for until, proofs in _by_end(ended):
        change = change.telling(
            EvidenceExpired(
                dossier=application.id,
                listing=application.watch.listing,
                organisation=application.organisation,
                criteria=tuple(one.criterion for one in proofs),
                documents=_documents(proofs),
                until=until,
            )
        )
    return _awaiting(change, moment)


@act("I-35", "criteria.md 4.6, a replacement is a new document", by=Role.PUBLISHER, admits=owner)
def renew_evidence(
    application: Application, command: RenewEvidence | WithDocuments, moment: Moment
) -> Change[Application]:
    """The publisher of a listed service gives other evidence; what was filed stays as it was filed.

    Refused: not_your_dossier, not_listed; Invalid.
    """
    asked, documents = opened(command)
    watch = application.watch
    refuse_if(watch is None, "not_listed")
    assert watch and application.content and application.programme and isinstance(asked, RenewEvidence)
    sent = CaseFile(facts={}, answers={}, evidence=asked.evidence)
    given, faults = resolved(sent, documents, application.organisation)
    checked(application.content.completed_by(given), application.service, application.programme, moment, faults)
    renewed = replace(watch, renewed={**watch.renewed, **given.evidence})
    event = EvidenceRenewed(
        dossier=application.id,
        listing=watch.listing,
        criteria=tuple(sorted(given.evidence)),
        documents=tuple(sorted({one.document for pieces in given.evidence.values() for one in pieces if one.document})),
    )
    return _awaiting(_rewatched(application, renewed, moment).telling(event), moment)


def _rewatched(application: Application, watch: EvidenceWatch, moment: Moment) -> Change[Application]:
    """The application with the ends of its evidence found anew, by the rules of its programme (criteria.md 4.3)."""
    assert application.content and application.programme and application.filed_on
    content = application.content.completed_by(CaseFile(facts={}, answers={}, evidence=watch.renewed))
    programme, days_before = moment.programme(application.programme), _days_before(application, moment)
    known = {(one.criterion, one.until): one for one in application.watch.proofs} if application.watch else {}
    proofs = [
        replace(one, reminded=known[key].reminded) if (key := (one.criterion, one.until)) in known
        else one.begun(moment.day, days_before)
        for one in proofs_of(programme, content, moment.day, application.filed_on)
    ]  # fmt: skip
    return becomes(application, watch=watch.watching(proofs))


def _awaiting(change: Change[Application], moment: Moment) -> Change[Application]:
    """The two clocks of a watch, set for what comes next, or stopped."""
    watch = change.state.watch
    assert watch
    days_before = _days_before(change.state, moment)
    reminded = watch.reminded_next(days_before)
    change = change.no_longer_awaiting("remind_evidence_expiry", "note_evidence_expiry")
    if watch.proofs:
        change = change.awaiting("note_evidence_expiry", due_of(watch.proofs[0]))
    if reminded is None:
        return change
    return change.reminding(
        "remind_evidence_expiry", due_of(reminded), days_before[reminded.reminded :], not_before=moment.at
    )


def _by_end(proofs: Sequence[Proof]) -> Iterator[tuple[date, tuple[Proof, ...]]]:
    for until, group in groupby(proofs, key=lambda one: one.until):
        yield until, tuple(group)


def _documents(proofs: tuple[Proof, ...]) -> tuple[str, ...]:
    return tuple(sorted({document for one in proofs for document in one.documents}))


def _days_before(application: Application, moment: Moment) -> tuple[int, ...]:
    assert application.programme
    return moment.programme(application.programme).procedure.evidence_reminders
