"""Words of intake's tests: an application in any state, and the commands on it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from services.intake.application.domain.prior_request import SubmitPriorRequest
from services.intake.application.domain.state import Application, CompletionRequest, State
from services.intake.application.domain.submission import SubmitApplication
from services.intake.wallet.domain.document import Document, DocumentId, Verdict
from shared.contracts.case_file import CaseFile, EvidencePiece
from shared.contracts.catalogue.listing import ListingPublished
from shared.contracts.vocabulary import DossierId, ListingId, ServiceProfile, Typology
from tests.builders import some_id
from tests.programme.worked import WORKED

DOSSIER = DossierId(some_id("dossier"))
COMPLETE = WORKED["V16"]
"""A file under version 3.0.0 in which nothing is missing, on 1 March 2026."""
MISSING = "ETH-20"
"""A criterion that it answers, to be left out."""


def a_prior_request(**changes: object) -> SubmitPriorRequest:
    request = SubmitPriorRequest(
        name="Carnet de tension",
        publisher="Exemple Santé SAS",
        category="condition_follow_up",
        forms=("mobile_application",),
        typology=Typology.WITHOUT_EXCHANGE,
        usable_by_end_users=True,
        url="https://carnet.example",
    )
    return replace(request, **changes)  # type: ignore[arg-type]


def a_submission(*, without: tuple[str, ...] = (), **more: Any) -> SubmitApplication:  # noqa: ANN401
    """The complete file, without some answers, with others laid over."""
    content = content_of(without=without)
    answers = {**content.answers, **more.pop("answers", {})}
    return SubmitApplication(
        facts={**content.facts, **more.pop("facts", {})}, answers=answers,
        evidence={**content.evidence, **more.pop("evidence", {})}, **more,
    )  # fmt: skip


def content_of(*, without: tuple[str, ...] = ()) -> CaseFile:
    answers = {name: _hashable(value) for name, value in COMPLETE["answers"].items() if name not in without}
    facts = {name: _hashable(value) for name, value in COMPLETE["facts"].items()}
    return CaseFile(facts=facts, answers=answers, evidence=_evidence(COMPLETE["evidence"]))


def an_application(state: State = State.PRIOR_SUBMITTED, **changes: object) -> Application:
    """In that state, with what belongs to it."""
    service = ServiceProfile(
        name="Carnet de tension",
        publisher="Exemple Santé SAS",
        organisation="org-1",
        category="condition_follow_up",
        forms=("mobile_application",),
        typology=Typology.WITHOUT_EXCHANGE,
    )
    application = Application(id=DOSSIER, state=state, service=service)
    if state not in (State.PRIOR_SUBMITTED, State.DRAFT, State.REJECTED):
        application = replace(application, programme="3.0.0", filed_on=date(2026, 3, 2), content=content_of())
    if state is State.INCOMPLETE:
        asked = CompletionRequest(items=(MISSING,), due_on=date(2026, 4, 10))
        application = replace(application, content=content_of(without=(MISSING,)), completion=asked)
    return replace(application, **changes)  # type: ignore[arg-type]


def a_document(**changes: object) -> Document:
    """A report in the wallet of org-1, scanned and clean."""
    document = Document(
        id=DocumentId(some_id("document")),
        organisation="org-1",
        uploader="pub-1",
        type="report",
        issuer="Laboratoire Exemple",
        issued_on=date(2026, 2, 1),
        valid_until=None,
        sha256="a" * 64,
        size=1000,
        media_type="application/pdf",
        submitted_on=date(2026, 2, 10),
        verdict=Verdict.CLEAN,
    )
    return replace(document, **changes)  # type: ignore[arg-type]


def published(ends_on: str) -> ListingPublished:
    """The service of the dossier is listed from 10 March 2026."""
    return ListingPublished(
        listing=ListingId(some_id("listing")),
        dossier=DOSSIER,
        service=an_application().service,
        published_on=date(2026, 3, 10),
        ends_on=date.fromisoformat(ends_on),
    )


def _hashable(value: Any) -> Any:  # noqa: ANN401
    return tuple(value) if isinstance(value, list) else value


def _evidence(raw: Mapping[str, Any]) -> dict[str, tuple[EvidencePiece, ...]]:
    return {name: tuple(_piece(one) for one in pieces) for name, pieces in raw.items()}


def _piece(one: Mapping[str, Any]) -> EvidencePiece:
    return EvidencePiece(
        type=one["type"], issued_on=_day(one.get("issued_on")), valid_until=_day(one.get("valid_until"))
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
