"""Evaluation's reads."""

from base64 import b64encode
from collections.abc import Mapping

import msgspec
from fastapi import APIRouter, Request, Response

from services.evaluation.connection_tests.domain.state import connection_tests_of
from services.evaluation.evaluation.domain.state import Evaluation, State
from services.evaluation.evaluation.rows import CONNECTION_TESTS, EVALUATION, ConnectionTestsRow, EvaluationRow
from shared.http.answers import json_answer
from shared.http.commands import path_id
from shared.http.context import http_context
from shared.http.problems import Problem
from shared.http.read_journal import Read, journal_read
from shared.http.reads import After, Limit, listed, own, row, shown, stored
from shared.identity.actor import Actor, Role
from shared.persistence.read_pool import Row
from shared.programme.faults import UnknownProgrammeVersion
from shared.programme.version import Programme

router = APIRouter(tags=["evaluation"])
STAFF = (Role.EVALUATOR, Role.DESK_OFFICER, Role.COMMISSION_SECRETARY, Role.MINISTER_DELEGATE, Role.AUDITOR)
REPORTED = ("programme", "programme_hash", "issued_on")


@router.get("/evaluations/{id}", summary="One evaluation")
async def evaluation(request: Request, id: str) -> Response:  # noqa: A002
    """The whole evaluation for the staff. A publisher sees its own: state, complement request, issued report."""
    actor = await http_context(request).reader(request, Role.PUBLISHER, *STAFF)
    found = await row(request, EvaluationRow)
    if not actor.acting_as(*STAFF):
        _only_own(actor, found.organisation)
    await journal_read(request, actor, Read("evaluation", [found.id], found.dossier))
    if actor.acting_as(*STAFF):
        return shown(EVALUATION, found, report=_report(found))
    told = {
        "id": found.id,
        "state": found.state,
        "version": found.version,
        "report": _report(found),
        "complement": stored(found).get("complement"),
    }
    return json_answer(told, version=found.version, by_version=False)


@router.get("/evaluations", summary="Evaluations, by state")
async def evaluations(request: Request, state: str | None = None, after: After = None, limit: Limit = 50) -> Response:
    """A page of evaluations in id order. A publisher sees its own only."""
    actor = await http_context(request).reader(request, Role.PUBLISHER, *STAFF)
    where = {"state": state or None, **own(actor, *STAFF)}
    return await listed(request, "evaluations", EvaluationRow, ("service_name",), where, (after, limit))


@router.get("/evaluations/{id}/report", summary="The report as it was issued", response_class=Response)
async def report(request: Request, id: str) -> Response:  # noqa: A002
    """Exactly the bytes that were frozen, canonical JSON; their SHA-256 is in ETag and Repr-Digest (RFC 9530).

    A publisher sees its own only. Problem: report_not_issued.
    """
    actor = await http_context(request).reader(request, Role.PUBLISHER, *STAFF)
    found = await row(request, EvaluationRow)
    if not actor.acting_as(*STAFF):
        _only_own(actor, found.organisation)
    frozen = EVALUATION.decode(found.body).report
    if frozen is None:
        raise Problem("report_not_issued")
    await journal_read(request, actor, Read("report", [found.id], found.dossier))
    digest = b64encode(bytes.fromhex(frozen.sha256)).decode()
    headers = {"etag": f'"{frozen.sha256}"', "repr-digest": f"sha-256=:{digest}:"}
    return Response(frozen.text.encode(), headers=headers, media_type="application/json")


@router.get("/evaluations/{id}/connection-tests", summary="The connection tests of one dossier")
async def connection_tests(request: Request, id: str) -> Response:  # noqa: A002
    """Runs and due day; not_found for a service without exchange. A publisher sees its own only."""
    actor = await http_context(request).reader(request, Role.PUBLISHER, *STAFF)
    found = await row(request, ConnectionTestsRow, connection_tests_of(path_id(request)))
    if not actor.acting_as(*STAFF):
        _only_own(actor, found.organisation)
    await journal_read(request, actor, Read("connection_tests", [found.id], found.dossier))
    return shown(CONNECTION_TESTS, found)


def pinned_programme(request: Request, evaluation: Evaluation) -> Programme:
    """The version that a file is pinned to. Problem: unknown_programme, programme_differs."""
    try:
        programme = http_context(request).shell.context.programmes.version(evaluation.programme)
    except UnknownProgrammeVersion:
        raise Problem("unknown_programme", programme=evaluation.programme) from None
    if programme.content_hash != evaluation.programme_hash:
        raise Problem("programme_differs", programme=evaluation.programme)
    return programme


def _only_own(actor: Actor, organisation: str) -> None:
    if not actor.belongs_to(organisation):
        raise Problem("not_your_dossier")


def _report(found: Row) -> dict[str, object] | None:
    """What the report says; None until it is issued."""
    body = stored(found)
    conclusion = msgspec.json.decode(body["conclusion"])
    if found.state != State.EVALUATED or not isinstance(conclusion, Mapping):
        return None
    frozen = msgspec.json.decode(body["report"]) if "report" in body else None
    digest = frozen["sha256"] if isinstance(frozen, Mapping) else None
    return {**conclusion, **{name: body[name] for name in REPORTED}, "sha256": digest}
