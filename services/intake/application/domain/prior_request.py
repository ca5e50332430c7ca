"""The prior request (« demande préalable »): a short form that the desk validates before the application opens."""

from dataclasses import dataclass
from typing import Annotated

from services.intake.application.domain.codes import require_codes
from services.intake.application.domain.state import Application, State
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.due import Deadline
from shared.acts.moment import Moment, derived_id
from shared.acts.refusal import Invalid, refuse_if
from shared.contracts.intake.prior_request import (
    PriorRequestRejected,
    PriorRequestReviewDeadlineMissed,
    PriorRequestSubmitted,
    PriorRequestValidated,
)
from shared.contracts.vocabulary import DossierId, ServiceProfile, Typology
from shared.identity.actor import Role
from shared.programme.faults import Fault
from shared.texts.fields import Address, Codes, CodeWord, Name
from shared.texts.identifiers import ListOf, Pattern
from shared.texts.public_text import PublicText

LONGEST_NAME, LONGEST_TEXT = 200, 2000
Form = Annotated[str, Pattern("mobile_application|web_site", "unknown_form", "mobile_application or web_site")]
Forms = Annotated[tuple[Form, ...], ListOf(10)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitPriorRequest(Command):
    """What the publisher declares of its service; all of it becomes public if the service is listed."""

    name: Name
    publisher: Name
    category: CodeWord
    forms: Forms
    typology: CodeWord
    usable_by_end_users: bool
    url: Address | None = None
    description: Annotated[str, PublicText(LONGEST_TEXT, 0, lines=True)] | None = None
    synthetic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidatePriorRequest(Command):
    """The desk found the service eligible."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectPriorRequest(Command):
    """The desk found the service out of scope, for these grounds (codes)."""

    grounds: Codes


@act("I-01", "process.md 3.1 row 1; 2.0, 2.1", by=Role.PUBLISHER)
def submit_prior_request(_: None, command: SubmitPriorRequest, moment: Moment) -> Change[Application]:
    """A publisher asks whether its service may apply. Refused: organisation_unknown, not_usable_yet; Invalid."""
    organisation = moment.actor.organisation
    refuse_if(organisation is None, "organisation_unknown")
    refuse_if(not command.usable_by_end_users, "not_usable_yet")
    programme = moment.programme_in_force()
    _check(command, [choice.id for choice in programme.categories], programme.tracks)
    assert organisation
    exchanges = programme.procedure.typologies.exchanges(command.typology)
    dossier = DossierId(derived_id("application", moment.message))
    service = ServiceProfile(
        name=command.name.strip(),
        publisher=command.publisher.strip(),
        organisation=organisation,
        category=command.category,
        forms=command.forms,
        typology=Typology.WITH_EXCHANGE if exchanges else Typology.WITHOUT_EXCHANGE,
        track=command.typology,
        url=command.url,
        description=command.description,
        synthetic=command.synthetic,
    )
    application = Application(id=dossier, state=State.PRIOR_SUBMITTED, service=service)
    return (
        Change(application)
        .telling(PriorRequestSubmitted(dossier=dossier, service=service))
        .awaiting("escalate_prior_request", moment.due(programme, "prior_request_review"))
    )


@act("I-02", "process.md 3.1 row 3; 2.1", by=Role.DESK_OFFICER)
def validate_prior_request(application: Application, _: ValidatePriorRequest, moment: Moment) -> Change[Application]:
    """The desk opens the full application."""
    return (
        becomes(application, state=State.DRAFT)
        .telling(PriorRequestValidated(dossier=application.id))
        .no_longer_awaiting("escalate_prior_request")
    )


@act("I-03", "process.md 3.1 row 4; 2.1", by=Role.DESK_OFFICER)
def reject_prior_request(application: Application, command: RejectPriorRequest, moment: Moment) -> Change[Application]:
    """The desk closes an out-of-scope request, with reasons. Refused: grounds_missing; Invalid."""
    refuse_if(not command.grounds, "grounds_missing")
    require_codes("grounds", command.grounds)
    return (
        becomes(application, state=State.REJECTED)
        .telling(PriorRequestRejected(dossier=application.id, grounds=command.grounds))
        .no_longer_awaiting("escalate_prior_request")
    )


@act("I-04", "process.md 2.15, prior request review")
def escalate_prior_request(application: Application, deadline: Deadline, moment: Moment) -> Change[Application]:
    """The review is late: an event says so, nothing is decided."""
    return becomes(application).telling(
        PriorRequestReviewDeadlineMissed(dossier=application.id, due_on=deadline.due_on)
    )


def _check(command: SubmitPriorRequest, categories: list[str], tracks: tuple[str, ...]) -> None:
    named = f"1 to {LONGEST_NAME} characters"
    rules = (
        ("name", 1 <= len(command.name.strip()) <= LONGEST_NAME, "length", named),
        ("publisher", 1 <= len(command.publisher.strip()) <= LONGEST_NAME, "length", named),
        ("description", len(command.description or "") <= LONGEST_TEXT, "length", f"at most {LONGEST_TEXT} characters"),
        ("category", command.category in categories, "unknown_category", ", ".join(categories)),
        ("typology", command.typology in tracks, "track_not_open", ", ".join(tracks)),
        ("forms", bool(command.forms), "empty", "at least one form"),
    )
    faults = [Fault(path, code, detail) for path, holds, code, detail in rules if not holds]
    if faults:
        raise Invalid(faults)
