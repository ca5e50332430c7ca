"""The reads of evaluations: one, a list, the grid of its criteria with their reasons, the report as it was issued."""

from base64 import b64encode
from collections import Counter
from collections.abc import Mapping

import msgspec
from fastapi import APIRouter, Request, Response

from services.evaluation.access import STAFF, only_own
from services.evaluation.evaluation.domain.grid import GridLine, grid_of
from services.evaluation.evaluation.domain.state import Evaluation, State
from services.evaluation.evaluation.rows import EVALUATION, EvaluationRow
from shared.http.answers import json_answer
from shared.http.bodies import as_json
from shared.http.context import http_context
from shared.http.problems import Problem
from shared.http.read_journal import Read, journal_read
from shared.http.reads import After, Limit, listed, own, row, shown, stored
from shared.identity.actor import Role
from shared.persistence.read_pool import Row
from shared.programme.faults import UnknownProgrammeVersion
from shared.programme.plain import plain
from shared.programme.sentences import says
from shared.programme.version import Programme

router = APIRouter(tags=["evaluation"])
REPORTED = ("programme", "programme_hash", "issued_on")
ABOUT = (
    "id", "state", "programme", "programme_hash", "judged_on", "lead", "reviewer", "conclusion", "fact_corrections",
    "shifted",
)  # fmt: skip


@router.get("/evaluations/{id}", summary="One evaluation")
async def evaluation(request: Request, id: str) -> Response:  # noqa: A002
    """The whole evaluation for the staff. A publisher sees its own: state, complement request, issued report."""
    actor = await http_context(request).reader(request, Role.PUBLISHER, *STAFF)
    found = await row(request, EvaluationRow)
    only_own(actor, found.organisation)
    await journal_read(request, actor, Read("evaluation", [found.id], found.dossier))
    if actor.acting_as(*STAFF):
        return shown(EVALUATION, found, report=_report(found))
    own_part = {
        "id": found.id,
        "state": found.state,
        "version": found.version,
        "report": _report(found),
        "complement": stored(found).get("complement"),
    }
    return json_answer(own_part, version=found.version, by_version=False)


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
    only_own(actor, found.organisation)
    frozen = EVALUATION.decode(found.body).report
    if frozen is None:
        raise Problem("report_not_issued")
    await journal_read(request, actor, Read("report", [found.id], found.dossier))
    digest = b64encode(bytes.fromhex(frozen.sha256)).decode()
    headers = {"etag": f'"{frozen.sha256}"', "repr-digest": f"sha-256=:{digest}:"}
    return Response(frozen.text.encode(), headers=headers, media_type="application/json")


@router.get("/evaluations/{id}/findings", summary="Each criterion: what is suggested, why, and what was corrected")
async def findings(request: Request, id: str) -> Response:  # noqa: A002
    """Every criterion of the pinned version, those that do not apply included. Free text is there as its digest only.

    `why` is the engine's explanation as data, `words` its outcome in a sentence.
    Problem: unknown_programme, programme_differs.
    """
    actor = await http_context(request).reader(request, *STAFF)
    found = await row(request, EvaluationRow)
    await journal_read(request, actor, Read("findings", [found.id], found.dossier))
    evaluation = EVALUATION.decode(found.body)
    lines = grid_of(evaluation, pinned_programme(request, evaluation))
    body = {
        **{name: as_json(getattr(evaluation, name)) for name in ABOUT},
        "version": found.version,
        "counts": Counter(line.filter for line in lines),
        "findings": [_line(line, evaluation) for line in lines],
    }
    return json_answer(body, version=found.version, by_version=False)


def pinned_programme(request: Request, evaluation: Evaluation) -> Programme:
    """The version that a file is pinned to. Problem: unknown_programme, programme_differs."""
    try:
        programme = http_context(request).shell.context.programmes.version(evaluation.programme)
    except UnknownProgrammeVersion:
        raise Problem("unknown_programme", programme=evaluation.programme) from None
    if programme.content_hash != evaluation.programme_hash:
        raise Problem("programme_differs", programme=evaluation.programme)
    return programme


def _report(found: Row) -> dict[str, object] | None:
    """What the report says; None until it is issued."""
    body = stored(found)
    conclusion = msgspec.json.decode(body["conclusion"])
    if found.state != State.EVALUATED or not isinstance(conclusion, Mapping):
        return None
    frozen = msgspec.json.decode(body["report"]) if "report" in body else None
    digest = frozen["sha256"] if isinstance(frozen, Mapping) else None
    return {**conclusion, **{name: body[name] for name in REPORTED}, "sha256": digest}


def _line(line: GridLine, evaluation: Evaluation) -> dict[str, object]:
    criterion, why = line.criterion, line.explanation
    sentences = [says(code) for code in (why.state.value, why.reason) if code]
    return {
        "criterion": criterion.id,
        "title": plain(criterion.title),
        "family": criterion.family,
        "questionnaire": criterion.questionnaire,
        "finding": as_json(line.finding),
        "suggested": as_json(line.suggested),
        "correction": as_json(line.correction),
        "shifted": line.shifted,
        "answer": as_json(evaluation.content.answers.get(criterion.id)),
        "evidence": as_json(evaluation.content.evidence.get(criterion.id, ())),
        "why": plain(why),
        "words": {"fr": " ".join(one.fr for one in sentences), "en": " ".join(one.en for one in sentences)},
    }
