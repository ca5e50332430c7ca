"""The page of a new programme version: what changes, before the draft moves to it."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from services.intake.questionnaire.pages.page import desk_of, shown
from services.intake.questionnaire.rebase import rebase_of

router = APIRouter(include_in_schema=False)


@router.get("/dossiers/{id}/remplir/version")
async def version(request: Request) -> HTMLResponse:
    """« Ce qui change dans le programme »."""
    desk = await desk_of(request)
    found = rebase_of(request, desk.asked)
    impact = found.impact
    groups = [("would_fail", impact.failing), ("would_miss", impact.missing), ("would_satisfy", impact.satisfied)]
    return shown(request, "version.html", desk, rebase=found, groups=[one for one in groups if one[1]])
