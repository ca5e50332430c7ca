"""What is asked of a dossier, for programs: the questionnaires, and what blocks it."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from services.intake.inquiring import Json, blockers_shown, inquired, questionnaires_shown
from services.intake.queries import readable
from shared.http.bodies import as_json

router = APIRouter(tags=["application"])


@router.get("/dossiers/{id}/questionnaires", summary="The questionnaires that apply to this product")
async def questionnaires(request: Request, id: str) -> JSONResponse:  # noqa: A002
    """Every question with its guidance, whether it applies, what was answered and how that is judged.

    A criterion whose facts are unknown is undecided (`applies` is null), never "not applicable".
    """
    _, row = await readable(request)
    return _answered(questionnaires_shown(inquired(request, row)), row.version)


@router.get("/dossiers/{id}/blockers", summary="What blocks this dossier")
async def blockers(request: Request, id: str) -> JSONResponse:  # noqa: A002
    """One list, in the order in which it is best worked off: facts, answers, evidence, failed thresholds.

    `blocks` is `completeness` (the file cannot be declared admissible) or `listing` (it speaks against the listing).
    """
    _, row = await readable(request)
    return _answered(blockers_shown(inquired(request, row)), row.version)


def _answered(body: Json, version: int) -> JSONResponse:
    return JSONResponse(as_json(body), headers={"etag": f'"{version}"', "cache-control": "private"})
