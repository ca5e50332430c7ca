"""The page of the ecoscore: a journey, its score, and the offer to answer the criterion with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.intake.application.commands import SAVE_DRAFT
from services.intake.questionnaire.answer_files.cells import answer_of
from services.intake.questionnaire.form_state import section_path
from services.intake.questionnaire.pages.page import FillingContext, filling_context, redirect, render
from services.intake.questionnaire.pages.words import WORDS
from shared.http.forms import Form, form_of, hold_to, one, perform_form
from shared.http.problems import Problem
from shared.programme.ecoscore import Ecoscore, EcoscoreRule
from shared.programme.scoring import half_up
from shared.programme.vocabulary import Title

router = APIRouter(include_in_schema=False)
STEPS = 8
"""Steps that the page offers; longer journeys go through the API."""


@dataclass(frozen=True, slots=True)
class StepInput:
    """One step as it was entered; `wrong` names the measures that are missing or no quantity."""

    values: dict[str, str]
    wrong: tuple[str, ...] = ()

    @property
    def blank(self) -> bool:
        """All its fields are empty."""
        return not any(self.values.values())


@router.get("/dossiers/{id}/remplir/ecoscore")
async def calculator(request: Request) -> Response:
    """An empty journey."""
    return _page(request, await filling_context(request), {})


@router.post("/dossiers/{id}/remplir/ecoscore")
async def worked_out(request: Request) -> Response:
    """The score of the journey; or, accepted, the answer to its criterion in the draft."""
    context, form = await filling_context(request), await form_of(request)
    hold_to(context.session, form)
    rule = context.form_state.inquiry.programme.procedure.ecoscore
    accepted = one(form, "accepted")
    if rule is None or not (accepted.isascii() and accepted.isdigit() and len(accepted) < len("1000")):
        return _page(request, context, form)
    try:
        await perform_form(request, SAVE_DRAFT, context.session, form, {"answers": {rule.suggests: int(accepted)}})
    except Problem as problem:
        if f"notice_{problem.code}" not in WORDS:
            raise
        return _page(request, context, form, problem)
    questionnaire = context.form_state.inquiry.programme.criteria[rule.suggests].questionnaire
    return redirect(
        request, f"{section_path(context.form_state.application.id, questionnaire)}?saved=1#{rule.suggests}"
    )


def _page(request: Request, context: FillingContext, form: Form, refused: Problem | None = None) -> Response:
    rule = context.form_state.inquiry.programme.procedure.ecoscore
    steps = _step_inputs(rule, form) if rule else ()
    filled = [step for step in steps if not step.blank]
    found = _score(rule, filled) if rule and filled and not any(step.wrong for step in filled) else None
    means = [str(half_up(step.mean)).replace(".", ",") for step in found.steps] if found else []
    return render(
        request,
        "ecoscore.html",
        context,
        refused,
        rule=rule,
        steps=steps,
        found=found,
        means=means,
        label=context.form_state.label,
    )


def _step_inputs(rule: EcoscoreRule, form: Form) -> tuple[StepInput, ...]:
    steps = []
    for place in range(STEPS):
        values = {measure.id: one(form, f"{measure.id}.{place}") for measure in rule.measures}
        faults = rule.faults([_quantities(values)]) if any(values.values()) else ()
        steps.append(StepInput(values, tuple(fault.path.rpartition(".")[2] for fault in faults)))
    return tuple(steps)


def _quantities(values: dict[str, str]) -> dict[str, object]:
    return {name: answer_of("number", (), text, _unworded) for name, text in values.items() if text}


def _score(rule: EcoscoreRule, steps: Sequence[StepInput]) -> Ecoscore:
    return rule.score([_quantities(step.values) for step in steps])  # type: ignore[misc]  # faultless: all numbers


def _unworded(code: str) -> Title:
    return Title(code, code)
