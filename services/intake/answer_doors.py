"""Answers as files: taken away as XLSX, ODS or CSV, filled in elsewhere, brought back."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from services.intake.answer_files.formats import Format, as_problem, format_of, taken_from, written
from services.intake.answer_files.grid import Faulty
from services.intake.answer_files.packages import LARGEST_FILE
from services.intake.drafting_commands import SAVE_DRAFT
from services.intake.inquiring import Inquired, inquired
from services.intake.queries import readable
from shared.http.bodies import read_body
from shared.http.commands import carried_out
from shared.http.doors import doors_of
from shared.http.language import Language, language_of

router = APIRouter(tags=["application"])


@router.get("/dossiers/{id}/answers.{kind}", summary="The answers as a file: xlsx, ods or csv", response_class=Response)
async def download(request: Request, id: str, kind: str) -> Response:  # noqa: A002
    """A sheet per questionnaire, the same columns always. No cell can come alive as a formula."""
    format_ = format_of(kind)
    _, row = await readable(request)
    return await file_of(format_, kind, inquired(request, row), language_of(request))


@router.put("/dossiers/{id}/answers.{kind}", summary="Lay a file of answers over the draft")
async def upload(request: Request, id: str, kind: str) -> JSONResponse:  # noqa: A002
    """Each row lays its answer, reason, evidence and note over the draft; an empty cell takes its entry away.

    A faulty file changes nothing: `faults` names sheet, row and column of every fault. Needs Idempotency-Key and
    If-Match, as commands do. Rule I-15. Roles: publisher.
    """
    format_ = format_of(kind)
    actor = await doors_of(request).actor(request, SAVE_DRAFT.act)
    _, row = await readable(request)
    body = await read_body(request, format_.media_type, LARGEST_FILE)
    try:
        command = await taken_from(format_, body, inquired(request, row))
    except Faulty as faulty:
        raise as_problem(faulty) from None
    return await carried_out(request, SAVE_DRAFT, actor, lambda: command, body)


async def file_of(format_: Format, kind: str, asked: Inquired, language: Language) -> Response:
    """The file, to be saved and not shown."""
    headers = {
        "content-disposition": f'attachment; filename="dossier-{asked.application.id}.{kind}"',
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
        "etag": f'"{asked.version}"',
    }
    return Response(await written(format_, asked, language), headers=headers, media_type=format_.media_type)
