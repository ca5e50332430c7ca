"""A complement request of the evaluators (« demande de compléments »), and the publisher's answer to it."""

from dataclasses import dataclass, field, replace

from services.intake.application.domain.fields import SentAnswers, SentClaims, SentEvidence
from services.intake.application.domain.state import Application, CompletionRequest, checked, owner
from services.intake.wallet.domain.references import WithDocuments, opened, resolved
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.moment import Moment
from shared.acts.refusal import refuse_if
from shared.contracts.case_file import CaseFile
from shared.contracts.evaluation.evaluation import ComplementDeadlineExtended, ComplementRequested, EvaluationLapsed
from shared.contracts.intake.application import ComplementProvided
from shared.identity.actor import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvideComplement(Command):
    """Answers, evidence and claims to lay over what was filed. Orientation facts stay as they were filed."""

    answers: SentAnswers
    evidence: SentEvidence = field(default_factory=dict)
    not_applicable: SentClaims = field(default_factory=dict)

    def content(self) -> CaseFile:
        """The same as a case file."""
        return CaseFile(facts={}, answers=self.answers, evidence=self.evidence, not_applicable=self.not_applicable)


@act("I-30", "process.md 3.1 row 12")
def note_complement_request(application: Application, event: ComplementRequested, _: Moment) -> Change[Application]:
    """The evaluators ask; intake is the door through which the publisher answers."""
    return becomes(application, complement=CompletionRequest(items=event.items, due_on=event.due_on))


@act("I-31", "process.md 3.1 row 14")
def note_complement_extension(
    application: Application, event: ComplementDeadlineExtended, _: Moment
) -> Change[Application]:
    """There is more time, unless the answer is on its way already."""
    if application.complement is None:
        return becomes(application)
    return becomes(application, complement=replace(application.complement, due_on=event.due_on))


@act("I-32", "process.md 3.1 row 13", by=Role.PUBLISHER, admits=owner)
def provide_complement(
    application: Application, command: ProvideComplement | WithDocuments, moment: Moment
) -> Change[Application]:
    """The publisher answers, once per request; the evaluators get the whole file as it is now.

    Refused: not_your_dossier, no_complement_requested; Invalid.
    """
    refuse_if(application.complement is None, "no_complement_requested")
    asked, documents = opened(command)
    assert application.programme and application.content and isinstance(asked, ProvideComplement)
    given, faults = resolved(asked.content(), documents, application.organisation)
    whole = application.content.completed_by(given)
    content = checked(whole, application.service, application.programme, moment, faults)
    texts = moment.programme(application.programme).text_criteria
    return becomes(application, content=content, complement=None).telling(
        ComplementProvided(dossier=application.id, content=content.with_digests(texts))
    )


@act("I-33", "process.md 3.1 row 28")
def close_complement(application: Application, _: EvaluationLapsed, __: Moment) -> Change[Application]:
    """The evaluation lapsed: an answer would reach nobody any more."""
    return becomes(application, complement=None)
