"""Answers as files: taken away as XLSX, ODS or CSV, filled in elsewhere, brought back."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from services.intake.answer_files.formats import Format, as_problem, format_of, taken_from, written
from services.intake.answer_files.grid import Faulty
from services.intake.answer_files.packages import LARGEST_FILE
from services.intake.drafting_commands import SAVE_DRAFT
from services.intake.inquiring import Inquired, inquired
from services.intake.queries import readable
from shared.http.answers import versioned
from shared.http.bodies import read_body
from shared.http.commands import carried_out
from shared.http.doors import doors_of
from shared.http.language import Language, language_of

router = APIRouter(tags=["application"])


@router.get("/dossiers/{id}/answers.{kind}", summary="The answers as a file: xlsx, ods or csv", response_class=Response)
async def download(request: Request, id: str, kind: str) -> Response:  # noqa: A002
    """A sheet per questionnaire, the same columns always. No cell can come alive as a formula."""
    format_ = format_of(kind)
    seen = await readable(request)
    asked = inquired(request, seen.application, seen.row.version)
    return await file_of(format_, kind, asked, language_of(request))


@router.put("/dossiers/{id}/answers.{kind}", summary="Lay a file of answers over the draft")
async def upload(request: Request, id: str, kind: str) -> JSONResponse:  # noqa: A002
    """Each row lays its answer, reason, evidence and note over the draft; an empty cell takes its entry away.

    A faulty file changes nothing: `faults` names sheet, row and column of every fault. Needs Idempotency-Key and
    If-Match, as commands do. Rule I-15. Roles: publisher.
    """
    format_ = format_of(kind)
    actor = await doors_of(request).actor(request, SAVE_DRAFT.act)
    seen = await readable(request)
    asked = inquired(request, seen.application, seen.row.version)
    body = await read_body(request, format_.media_type, LARGEST_FILE)
    try:
        command = await taken_from(format_, body, asked)
    except Faulty as faulty:
        raise as_problem(faulty) from None
    return await carried_out(request, SAVE_DRAFT, actor, lambda: command, body)


async def file_of(format_: Format, kind: str, asked: Inquired, language: Language) -> Response:
    """The file, to be saved and not shown."""
    headers = {
        "content-disposition": f'attachment; filename="dossier-{asked.application.id}.{kind}"',
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
    }
    content = await written(format_, asked, language)
    # the same version gives other files on another day, in another language, in another programme
    headers["etag"] = f'"{versioned(asked.version, content)}"'
    return Response(content, headers=headers, media_type=format_.media_type)
