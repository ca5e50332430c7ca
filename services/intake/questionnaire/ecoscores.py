"""The ecoscore calculator at the API: a journey in, a score out; nothing is stored."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from services.intake.application.reads import visible
from services.intake.questionnaire.form_state import FormState, Json, form_state_of, heading
from shared.http.bodies import parse, read_body
from shared.http.problems import Problem
from shared.programme.ecoscore import Ecoscore, EcoscoreRule
from shared.programme.scoring import half_up

router = APIRouter(tags=["application"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """A typical journey through the service, step by step; a step is its measures by their names in the programme."""

    __pydantic_config__ = {"extra": "forbid", "allow_inf_nan": False}  # noqa: RUF012  # never changed

    steps: tuple[dict[str, int | float], ...]


@router.post("/dossiers/{id}/ecoscore", summary="Work out the ecoscore of a journey")
async def ecoscore(request: Request, id: str) -> JSONResponse:  # noqa: A002
    """By the thresholds of the dossier's programme version. The score is a suggestion for the criterion named."""
    seen = await visible(request)
    form_state = form_state_of(request, seen.application, seen.row.version)
    journey = parse(Journey, await read_body(request))
    rule = rule_of(form_state)
    return JSONResponse({**heading(form_state), **scored(rule, journey.steps)})


def rule_of(form_state: FormState) -> EcoscoreRule:
    """The rule of the dossier's version. Problem: no_ecoscore."""
    rule = form_state.inquiry.programme.procedure.ecoscore
    if rule is None:
        raise Problem("no_ecoscore")
    return rule


def scored(rule: EcoscoreRule, steps: Sequence[dict[str, Any]]) -> Json:
    """Score and marks as JSON. Problem: invalid_content with every fault."""
    faults = rule.faults(steps)
    if faults:
        raise Problem("invalid_content", faults=[asdict(fault) for fault in faults])
    found: Ecoscore = rule.score(steps)
    return {
        "criterion": rule.suggests,
        "score": found.score,
        "steps": [{"marks": dict(one.marks), "mean": float(half_up(one.mean))} for one in found.steps],
    }
