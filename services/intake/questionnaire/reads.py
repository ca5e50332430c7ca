"""What is asked of a dossier, for programs: the questionnaires, and what blocks it."""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response

from services.intake.application.reads import readable
from services.intake.questionnaire.form_state import (
    FormState,
    Json,
    blockers_shown,
    form_state_of,
    questionnaires_shown,
)
from shared.http.answers import json_answer

router = APIRouter(tags=["application"])


@router.get("/dossiers/{id}/questionnaires", summary="The questionnaires that apply to this product")
async def questionnaires(request: Request, id: str) -> Response:  # noqa: A002
    """Every question with its guidance, whether it applies, what was answered and how that is judged.

    A criterion whose facts are unknown is undecided (`applies` is null), never "not applicable".
    """
    return await _answered(request, "questionnaires", questionnaires_shown)


@router.get("/dossiers/{id}/blockers", summary="What blocks this dossier")
async def blockers(request: Request, id: str) -> Response:  # noqa: A002
    """One list, in the order in which it is best worked off: facts, answers, evidence, failed thresholds.

    `blocks` is `completeness` (the file cannot be declared admissible) or `listing` (it speaks against the listing).
    """
    return await _answered(request, "blockers", blockers_shown)


async def _answered(request: Request, what: str, shown: Callable[[FormState], Json]) -> Response:
    """The version, for the next If-Match; what is asked also depends on the day and on the programme in force."""
    seen = await readable(request, what)
    version = seen.row.version
    return json_answer(shown(form_state_of(request, seen.application, version)), version=version, by_version=False)
