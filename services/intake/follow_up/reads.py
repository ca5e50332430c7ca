"""The story of a dossier as JSON, for those who may read the dossier."""

from fastapi import APIRouter, Request, Response

from services.intake.application.reads import readable
from services.intake.follow_up.timeline import timeline_of
from shared.http.answers import json_answer

router = APIRouter(tags=["application"])


@router.get("/dossiers/{id}/timeline", summary="Everything that happened to a dossier, and what is awaited")
async def timeline(request: Request, id: str) -> Response:  # noqa: A002
    """Steps in the order of time, here and in the other services; open deadlines with their derivation."""
    found = (await readable(request, "timeline")).row
    return json_answer(await timeline_of(request, found.id, found.state))
