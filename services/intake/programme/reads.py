"""The published versions of the programme: public, no token."""

from fastapi import APIRouter, Request, Response

from shared.calendar.paris import paris_day
from shared.http.answers import BRIEFLY, json_answer
from shared.http.context import http_context
from shared.http.problems import Problem

router = APIRouter(tags=["programme"])


@router.get("/programme", summary="The versions of the programme that are known here")
async def versions(request: Request) -> Response:
    """Every published version with its hash and its day of effect, and which one is in force; public."""
    context = http_context(request).shell.context
    today = paris_day(context.clock.now())
    in_force = [one.ref for one in context.programmes if one.effective_from <= today]
    listed = [
        {
            "version": one.ref,
            "content_hash": one.content_hash,
            "effective_from": one.effective_from,
            "transition_months": one.transition_months,
            "criteria": len(one.criteria),
        }
        for one in context.programmes
    ]
    body = {"programme": context.programmes.id, "in_force": in_force[-1] if in_force else None, "versions": listed}
    return json_answer(body, cache=BRIEFLY)


@router.get("/programme/versions/{ref}", summary="One version, as its hash covers it")
async def version(request: Request, ref: str) -> Response:
    """Canonical JSON: its SHA-256 is the content hash. Problem not_found."""
    found = next((one for one in http_context(request).shell.context.programmes if one.ref == ref), None)
    if found is None:
        raise Problem("not_found")
    return Response(
        found.canonical,
        media_type="application/json",
        headers={"etag": f'"{found.content_hash}"', "cache-control": BRIEFLY},
    )
