"""The forms of the pages: saved like any command; where one is refused, the page shows the input again."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.intake.application.commands import COMPLETE, REBASE_DRAFT, SAVE_DRAFT, SUBMIT
from services.intake.application.domain.state import State
from services.intake.questionnaire.answer_files.formats import draft_from_file
from services.intake.questionnaire.answer_files.grid import CellFault, Faulty
from services.intake.questionnaire.form_state import Json
from services.intake.questionnaire.pages.form_parsing import answers_from, facts_from
from services.intake.questionnaire.pages.page import FillingContext, filling_context, redirect, with_input
from services.intake.questionnaire.pages.upload import upload_of
from services.intake.questionnaire.pages.views import orientation_page, overview_page, questionnaire_page
from services.intake.questionnaire.pages.words import WORDS
from services.intake.sandbox.requests import sandbox_of
from shared.http.bodies import as_json, unchecked
from shared.http.forms import Form, form_of, hold_to, one, perform_form
from shared.http.problems import Problem
from shared.http.rates import Limit, count

router = APIRouter(include_in_schema=False)
SHOWN_AGAIN = frozenset({"stale_version", "invalid_content", "value_refused", "act_not_allowed"})


@router.post("/dossiers/{id}/remplir/orientation")
async def save_orientation(request: Request) -> Response:
    """The orientation facts become part of the draft."""
    context, form = await filling_context(request), await form_of(request)
    content = facts_from(form, context.form_state)
    refused = await _saved(request, context, form, content)
    if refused:
        return orientation_page(request, _with_form_input(context, content), refused, form)
    return redirect(request, _next(context, form, f"{context.path}/orientation"))


@router.post("/dossiers/{id}/remplir/questionnaires/{questionnaire}")
async def save_questionnaire(request: Request, questionnaire: str) -> Response:
    """The answers become part of the draft, right or not yet right."""
    context, form = await filling_context(request), await form_of(request)
    content = answers_from(form, context.form_state)
    refused = await _saved(request, context, form, content)
    if refused:
        return questionnaire_page(request, _with_form_input(context, content), questionnaire, refused, form)
    return redirect(request, _next(context, form, f"{context.path}/questionnaires/{questionnaire}"))


@router.post("/dossiers/{id}/remplir/fichier")
async def bring_file(request: Request) -> Response:
    """A file of answers is laid over the draft; a faulty one is told with every fault."""
    context = await filling_context(request)
    count(request, Limit.UPLOADS, context.session.actor)
    form, kind, data = await upload_of(request)
    hold_to(context.session, form)
    if not context.editable:
        return await overview_page(request, context, Problem("act_not_allowed"))
    try:
        command = await draft_from_file(sandbox_of(request), context.session.actor, kind, data, context.form_state)
    except Faulty as faulty:
        return await overview_page(request, context, faults=faulty.faults)
    except Problem as problem:
        if problem.code != "file_too_complex":
            raise
        return await overview_page(request, context, faults=[CellFault("", 0, "", problem.code)])
    refused = await _saved(request, context, form, as_json(command))
    if refused:
        return await overview_page(request, context, refused)
    return redirect(request, f"{context.path}/blocages?saved=1")


@router.post("/dossiers/{id}/remplir/version")
async def rebase(request: Request) -> Response:
    """The draft moves to the version in force."""
    context, form = await filling_context(request), await form_of(request)
    await perform_form(request, REBASE_DRAFT, context.session, form, {})
    return redirect(request, f"{context.path}?saved=1")


@router.post("/dossiers/{id}/remplir/depot")
async def file_dossier(request: Request) -> Response:
    """The draft is filed, or completes what was filed."""
    context, form = await filling_context(request), await form_of(request)
    command = COMPLETE if context.form_state.application.state is State.INCOMPLETE else SUBMIT
    try:
        await perform_form(request, command, context.session, form, {})
    except Problem as problem:
        if f"notice_{problem.code}" not in WORDS:
            raise
        return await overview_page(request, context, problem)
    return redirect(request, f"{context.path}?saved=1")


async def _saved(request: Request, context: FillingContext, form: Form, content: Json) -> Problem | None:
    """Save the draft; the refusal that the page shall show, None where it is saved."""
    try:
        await perform_form(request, SAVE_DRAFT, context.session, form, content)
    except Problem as problem:
        if problem.code not in SHOWN_AGAIN:
            raise
        return problem
    return None


def _with_form_input(context: FillingContext, content: Json) -> FillingContext:
    """With the input, but for evidence: its fields say what to add and strike out, and are shown as sent."""
    shown = {name: entries for name, entries in content.items() if name != "evidence"}
    return with_input(context, unchecked(SAVE_DRAFT.body, shown))


def _next(context: FillingContext, form: Form, here: str) -> str:
    """Where to go after saving: on to what blocks, or back to the same page."""
    return f"{context.path}/blocages?saved=1" if one(form, "then") == "blocages" else f"{here}?saved=1"
