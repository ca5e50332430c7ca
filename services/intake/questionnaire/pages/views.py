"""The pages on which a publisher fills in a dossier (« remplir mon dossier »): read here, changed by `forms.py`."""

from collections.abc import Sequence

import sqlalchemy as sa
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlmodel import col

from services.intake.application.rows import ApplicationRow
from services.intake.follow_up.links import follow_up_url
from services.intake.questionnaire.answer_endpoints import file_of
from services.intake.questionnaire.answer_files.formats import FORMATS, format_of
from services.intake.questionnaire.answer_files.grid import CellFault
from services.intake.questionnaire.domain.blockers import BlockerKind
from services.intake.questionnaire.form_state import section_path
from services.intake.questionnaire.pages.fields import fact_field, question_field
from services.intake.questionnaire.pages.page import PAGES, FillingContext, fault_text, filling_context, render
from shared.http.forms import Form
from shared.http.language import language_of
from shared.http.problems import Problem
from shared.http.reads import fetch
from shared.http.session import session_of
from shared.http.written import NO_FORM
from shared.identity.actor import Role
from shared.persistence.statements import Query, columns_of, parameter

router = APIRouter(include_in_schema=False)
MOST_DOSSIERS = 200
LATEST = Query(
    sa.select(*columns_of(ApplicationRow, "id", "state", "service_name"))
    .where(col(ApplicationRow.organisation) == parameter("of", col(ApplicationRow.organisation)))
    .order_by(col(ApplicationRow.changed_at).desc())
    .limit(MOST_DOSSIERS)
)


@router.get("/mes-dossiers")
async def dossiers(request: Request) -> HTMLResponse:
    """The publisher's dossiers, the latest changed first."""
    session = await session_of(request, Role.PUBLISHER)
    found = await fetch(request, LATEST, of=session.actor.organisation)
    return PAGES.render(request, "dossiers.html", private=True, session=session, dossiers=found)


@router.get("/dossiers/{id}/remplir")
async def overview(request: Request) -> HTMLResponse:
    """Progress, what is left, files, filing."""
    return await overview_page(request, await filling_context(request))


@router.get("/dossiers/{id}/remplir/orientation")
async def orientation(request: Request) -> HTMLResponse:
    """The orientation questionnaire."""
    return orientation_page(request, await filling_context(request))


@router.get("/dossiers/{id}/remplir/questionnaires/{questionnaire}")
async def questionnaire(request: Request, questionnaire: str) -> HTMLResponse:
    """One questionnaire: what applies with its fields, then what is undecided, then what does not apply."""
    return questionnaire_page(request, await filling_context(request), questionnaire)


@router.get("/dossiers/{id}/remplir/blocages")
async def blockers(request: Request) -> HTMLResponse:
    """« Ce qui bloque mon dossier »."""
    context = await filling_context(request)
    inquiry = context.form_state.inquiry
    titles = {one.criterion.id: one.criterion.title for one in inquiry.questions}
    titles |= {one.fact.id: one.fact.title for one in inquiry.orientation}
    found = context.form_state.blockers
    listed = [
        (kind, [(one, _place(context, one.questionnaire), titles.get(one.subject)) for one in theirs])
        for kind in BlockerKind
        if (theirs := [one for one in found if one.kind is kind])
    ]
    return render(request, "blockers.html", context, listed=listed)


@router.get("/dossiers/{id}/remplir/reponses.{kind}")
async def download(request: Request, kind: str) -> Response:
    """The answers as a file, for whoever is signed in."""
    context = await filling_context(request, "answers_file")
    format_of(kind)
    return await file_of(request, context.session.actor, kind, context.form_state, language_of(request))


async def overview_page(
    request: Request, context: FillingContext, refused: Problem | None = None, faults: Sequence[CellFault] = ()
) -> HTMLResponse:
    """The overview; with what was wrong with a file that was brought."""
    language = language_of(request)
    return render(
        request,
        "overview.html",
        context,
        refused or (Problem("faulty_file") if faults else None),
        faults=[(fault, fault_text(fault.code, language, fault.detail)) for fault in faults],
        kinds=list(FORMATS),
        has_ecoscore=context.form_state.inquiry.programme.procedure.ecoscore is not None,
        follow_up=await follow_up_url(request, context.form_state.application.id),
    )


def orientation_page(
    request: Request, context: FillingContext, refused: Problem | None = None, typed: Form = NO_FORM
) -> HTMLResponse:
    """The orientation questionnaire; the typology was declared before and is only shown."""
    typology = context.form_state.inquiry.programme.procedure.typologies.fact
    fields = [
        fact_field(one, context.form_state) for one in context.form_state.inquiry.orientation if one.fact.id != typology
    ]
    return render(request, "orientation.html", context, refused, fields=fields, typed=typed)


def questionnaire_page(
    request: Request, context: FillingContext, questionnaire: str, refused: Problem | None = None, typed: Form = NO_FORM
) -> HTMLResponse:
    """One questionnaire. Problem: not_found."""
    found = next((one for one in context.form_state.inquiry.questionnaires if one.id == questionnaire), None)
    if found is None:
        raise Problem("not_found")
    return render(
        request,
        "questionnaire.html",
        context,
        refused,
        questionnaire=found,
        fields=[question_field(one, context.form_state) for one in found.questions if one.applies],
        undecided=[one for one in found.questions if one.undecided],
        idle=[one for one in found.questions if one.applies is False],
        facts=context.form_state.inquiry.programme.facts,
        label=context.form_state.label,
        typed=typed,
    )


def _place(context: FillingContext, questionnaire: str) -> str:
    return section_path(context.form_state.application.id, questionnaire)
