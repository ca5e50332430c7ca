"""Evaluation's reads."""

from base64 import b64encode
from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from sqlmodel import col, select

from services.evaluation.domain.connection_tests import connection_tests_of
from services.evaluation.domain.evaluation import Evaluation, State
from services.evaluation.tables import CONNECTION_TESTS, EVALUATION, ConnectionTestsRow, EvaluationRow
from shared.http.commands import path_id
from shared.http.doors import doors_of
from shared.http.problems import Problem
from shared.http.reads import After, Limit, listed, page, row, rows, shown
from shared.identity.actor import Actor, Role
from shared.programme.faults import UnknownProgrammeVersion
from shared.programme.version import Programme

router = APIRouter(tags=["evaluation"])
STAFF = (Role.EVALUATOR, Role.DESK_OFFICER, Role.COMMISSION_SECRETARY, Role.MINISTER_DELEGATE, Role.AUDITOR)
REPORTED = ("programme", "programme_hash", "issued_on")


@router.get("/evaluations/{id}", summary="One evaluation")
async def evaluation(request: Request, id: str) -> JSONResponse:  # noqa: A002
    """The whole evaluation for the staff. A publisher sees its own: state, complement request, issued report."""
    actor = await doors_of(request).reader(request, Role.PUBLISHER, *STAFF)
    found = await row(request, EvaluationRow, path_id(request))
    if actor.acting_as(*STAFF):
        return shown(EVALUATION, found, report=_report(found))
    _only_own(actor, found.organisation)
    told = {
        "id": found.id,
        "state": found.state,
        "version": found.version,
        "report": _report(found),
        "complement": found.body.get("complement"),
    }
    return JSONResponse(told, headers={"etag": f'"{found.version}"'})


@router.get("/evaluations", summary="Evaluations, by state")
async def evaluations(
    request: Request, state: str | None = None, after: After = None, limit: Limit = 50
) -> JSONResponse:
    """A page of evaluations in id order. A publisher sees its own only."""
    actor = await doors_of(request).reader(request, Role.PUBLISHER, *STAFF)
    statement = select(EvaluationRow)
    if state:
        statement = statement.where(col(EvaluationRow.state) == state)
    if not actor.acting_as(*STAFF):
        statement = statement.where(col(EvaluationRow.organisation) == actor.organisation)
    found = await rows(request, page(statement, EvaluationRow, after, limit))
    return listed("evaluations", found, limit, "service_name")


@router.get("/evaluations/{id}/report", summary="The report as it was issued", response_class=Response)
async def report(request: Request, id: str) -> Response:  # noqa: A002
    """Exactly the bytes that were frozen, canonical JSON; their SHA-256 is in ETag and Repr-Digest (RFC 9530).

    A publisher sees its own only. Problem: report_not_issued.
    """
    actor = await doors_of(request).reader(request, Role.PUBLISHER, *STAFF)
    found = await row(request, EvaluationRow, path_id(request))
    if not actor.acting_as(*STAFF):
        _only_own(actor, found.organisation)
    frozen = found.body.get("report")
    if not isinstance(frozen, Mapping):
        raise Problem("report_not_issued")
    digest = b64encode(bytes.fromhex(frozen["sha256"])).decode()
    headers = {"etag": f'"{frozen["sha256"]}"', "repr-digest": f"sha-256=:{digest}:", "cache-control": "private"}
    return Response(frozen["text"].encode(), headers=headers, media_type="application/json")


@router.get("/evaluations/{id}/connection-tests", summary="The connection tests of one dossier")
async def connection_tests(request: Request, id: str) -> JSONResponse:  # noqa: A002
    """Runs and due day; not_found for a service without exchange. A publisher sees its own only."""
    actor = await doors_of(request).reader(request, Role.PUBLISHER, *STAFF)
    found = await row(request, ConnectionTestsRow, connection_tests_of(path_id(request)))
    if not actor.acting_as(*STAFF):
        _only_own(actor, found.organisation)
    return shown(CONNECTION_TESTS, found)


def pinned_programme(request: Request, evaluation: Evaluation) -> Programme:
    """The version that a file is pinned to. Problem: unknown_programme, programme_differs."""
    try:
        programme = doors_of(request).shell.world.programmes.version(evaluation.programme)
    except UnknownProgrammeVersion:
        raise Problem("unknown_programme", programme=evaluation.programme) from None
    if programme.content_hash != evaluation.programme_hash:
        raise Problem("programme_differs", programme=evaluation.programme)
    return programme


def _only_own(actor: Actor, organisation: str) -> None:
    if not actor.belongs_to(organisation):
        raise Problem("not_your_dossier")


def _report(found: EvaluationRow) -> dict[str, object] | None:
    """What the report says; None until it is issued."""
    conclusion = found.body["conclusion"]
    if found.state != State.EVALUATED or not isinstance(conclusion, Mapping):
        return None
    frozen = found.body.get("report")
    digest = frozen["sha256"] if isinstance(frozen, Mapping) else None
    return {**conclusion, **{name: found.body[name] for name in REPORTED}, "sha256": digest}
