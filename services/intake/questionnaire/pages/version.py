"""The page of a new programme version: what changes, before the draft moves to it."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from services.intake.questionnaire.pages.page import filling_context, render
from services.intake.questionnaire.rebase import rebase_of

router = APIRouter(include_in_schema=False)


@router.get("/dossiers/{id}/remplir/version")
async def version(request: Request) -> HTMLResponse:
    """« Ce qui change dans le programme »."""
    context = await filling_context(request)
    found = rebase_of(request, context.form_state)
    impact = found.impact
    groups = [("would_fail", impact.failing), ("would_miss", impact.missing), ("would_satisfy", impact.satisfied)]
    return render(request, "version.html", context, rebase=found, groups=[one for one in groups if one[1]])
