"""Answers as files: taken away as XLSX, ODS or CSV, filled in elsewhere, brought back."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.intake.application.commands import SAVE_DRAFT
from services.intake.application.domain.draft import SaveDraft
from services.intake.application.reads import Readable, readable, visible
from services.intake.application.rows import APPLICATION
from services.intake.questionnaire.answer_files.formats import draft_from_file, file_bytes, format_of, problem_of
from services.intake.questionnaire.answer_files.grid import Faulty
from services.intake.questionnaire.answer_files.packages import LARGEST_FILE
from services.intake.questionnaire.form_state import FormState, form_state_of
from services.intake.sandbox.requests import sandbox_of
from shared.http.answers import versioned
from shared.http.bodies import read_body
from shared.http.commands import answered, carried_out, version_expected
from shared.http.context import http_context
from shared.http.language import Language, language_of
from shared.http.performing import Asked, key_of, performed
from shared.http.rates import Limit, count
from shared.identity.actor import Actor

router = APIRouter(tags=["application"])
NEVER_KEPT = SaveDraft(notes={"unread": None})
"""Stands for a file that was not read: should the act apply all the same, it is refused, for there is no such note."""


@router.get("/dossiers/{id}/answers.{kind}", summary="The answers as a file: xlsx, ods or csv", response_class=Response)
async def download(request: Request, id: str, kind: str) -> Response:  # noqa: A002
    """A sheet per questionnaire, the same columns always. No cell can come alive as a formula."""
    format_of(kind)
    seen = await readable(request, "answers_file")
    form_state = form_state_of(request, seen.application, seen.row.version)
    return await file_of(request, seen.reader, kind, form_state, language_of(request))


@router.put("/dossiers/{id}/answers.{kind}", summary="Lay a file of answers over the draft")
async def upload(request: Request, id: str, kind: str) -> Response:  # noqa: A002
    """Each row lays its answer, reason, evidence and note over the draft; an empty cell takes its entry away.

    A faulty file changes nothing: `faults` names sheet, row and column of every fault. Needs Idempotency-Key and
    If-Match, as commands do. Rule I-15. Roles: publisher.
    """
    format_ = format_of(kind)
    actor = await http_context(request).actor(request, SAVE_DRAFT.act)
    if not actor.acting_as(*SAVE_DRAFT.act.roles):  # refused and journaled without a look at the file
        key = key_of(request.headers.get("idempotency-key"))
        return answered(SAVE_DRAFT, await performed(request, SAVE_DRAFT, Asked(actor, NEVER_KEPT, key, b"", None)))
    count(request, Limit.UPLOADS, actor)
    seen = await visible(request)
    body = await read_body(request, format_.media_type, LARGEST_FILE)
    command = await _command(request, kind, body, seen)
    return await carried_out(request, SAVE_DRAFT, actor, lambda: command, body)


async def _command(request: Request, kind: str, body: bytes, seen: Readable) -> SaveDraft:
    """What the file says; unread where it cannot be taken over. Problem: faulty_file, file_too_complex, parsers_busy.

    A dossier that moved on may have done so by this very command: then it is known, and gets its first answer again.
    """
    expected, row = version_expected(request), seen.row
    moved_on = expected is not None and row.version not in expected
    if moved_on or SAVE_DRAFT.act.name not in APPLICATION.life.allowed(row.state):
        return NEVER_KEPT
    try:
        return await draft_from_file(
            sandbox_of(request), seen.reader, kind, body, form_state_of(request, seen.application, row.version)
        )
    except Faulty as faulty:
        raise problem_of(faulty) from None


async def file_of(request: Request, actor: Actor, kind: str, form_state: FormState, language: Language) -> Response:
    """The file, to be saved and not shown."""
    headers = {
        "content-disposition": f'attachment; filename="dossier-{form_state.application.id}.{kind}"',
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
    }
    content = await file_bytes(sandbox_of(request), actor, kind, form_state, language)
    # the same version gives other files on another day, in another language, in another programme
    headers["etag"] = f'"{versioned(form_state.version, content)}"'
    return Response(content, headers=headers, media_type=format_of(kind).media_type)
