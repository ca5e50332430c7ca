"""The grid of one evaluation as data: suggestions with their reasons, in codes and in words; for the staff."""

from collections import Counter

from fastapi import APIRouter, Request, Response

from services.evaluation.evaluation.domain.state import Evaluation
from services.evaluation.evaluation.domain.grid import GridLine, grid_of, told
from services.evaluation.evaluation.reads import STAFF, pinned_programme
from services.evaluation.evaluation.rows import EVALUATION, EvaluationRow
from shared.http.answers import json_answer
from shared.http.bodies import as_json
from shared.http.context import http_context
from shared.http.read_journal import Read, journal_read
from shared.http.reads import row
from shared.programme.plain import plain
from shared.programme.sentences import says

router = APIRouter(tags=["evaluation"])
ABOUT = (
    "id", "state", "programme", "programme_hash", "judged_on", "lead", "reviewer", "conclusion", "fact_corrections",
    "shifted",
)  # fmt: skip


@router.get("/evaluations/{id}/findings", summary="Each criterion: what is suggested, why, and what was corrected")
async def findings(request: Request, id: str) -> Response:  # noqa: A002
    """Every criterion of the pinned version, those that do not apply included. Free text is there as its digest only.

    `why` is the engine's explanation as data, `words` its outcome in a sentence.
    Problem: unknown_programme, programme_differs.
    """
    actor = await http_context(request).reader(request, *STAFF)
    found = await row(request, EvaluationRow)
    await journal_read(request, actor, Read("findings", [found.id], found.dossier))
    evaluation = EVALUATION.decode(found.body)
    lines = grid_of(evaluation, pinned_programme(request, evaluation))
    body = {
        **{name: as_json(getattr(evaluation, name)) for name in ABOUT},
        "version": found.version,
        "counts": Counter(told(line) for line in lines),
        "findings": [_shown(line, evaluation) for line in lines],
    }
    return json_answer(body, version=found.version, by_version=False)


def _shown(line: GridLine, evaluation: Evaluation) -> dict[str, object]:
    criterion, why = line.criterion, line.explanation
    said = [says(code) for code in (why.state.value, why.reason) if code]
    return {
        "criterion": criterion.id,
        "title": plain(criterion.title),
        "family": criterion.family,
        "questionnaire": criterion.questionnaire,
        "finding": as_json(line.finding),
        "suggested": as_json(line.suggested),
        "correction": as_json(line.correction),
        "shifted": line.shifted,
        "answer": as_json(evaluation.content.answers.get(criterion.id)),
        "evidence": as_json(evaluation.content.evidence.get(criterion.id, ())),
        "why": plain(why),
        "words": {"fr": " ".join(one.fr for one in said), "en": " ".join(one.en for one in said)},
    }
