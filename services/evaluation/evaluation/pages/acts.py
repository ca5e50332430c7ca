"""What evaluators do from the grid of one file: assign, correct a finding, confirm, ask, give more time, report."""

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from services.evaluation.evaluation.commands import COMMANDS
from services.evaluation.evaluation.domain.finding import FindingState
from services.evaluation.evaluation.domain.grid import grid_of
from services.evaluation.evaluation.domain.state import Evaluation
from services.evaluation.evaluation.pages.context import PAGES, about, opened, refusals, status_of
from services.evaluation.evaluation.reads import pinned_programme
from shared.http.forms import Form, form_of, one, perform_form
from shared.http.pages import PRIVATE
from shared.http.problems import Problem
from shared.http.written import written_in

router = APIRouter(include_in_schema=False)
COMMAND_OF = {command.act.name: command for command in COMMANDS}
KEEP = "keep"
"""Choice of the form for one finding: what the engine suggests."""


def kept(evaluation: Evaluation) -> dict[str, Any]:
    """The corrections that still correct something, as the command takes them."""
    return {
        id_: {"state": correction.state.value, "reason": correction.reason}
        for id_, correction in evaluation.corrections.items()
        if id_ in evaluation.suggested and evaluation.suggested[id_].state is not correction.state
    }


def _with_finding(evaluation: Evaluation, form: Form) -> dict[str, Any]:
    corrections, criterion, state = kept(evaluation), one(form, "criterion"), one(form, "state")
    corrections.pop(criterion, None)
    if state != KEEP:
        corrections[criterion] = {"state": state, "reason": one(form, "reason")}
    return {"corrections": corrections}


CONTENTS: Mapping[str, Callable[[Evaluation, Form], Mapping[str, Any]]] = {
    "start_evaluation": lambda _, form: {
        "lead": one(form, "lead"),
        "reviewer": one(form, "reviewer"),
        "no_interest_declared": one(form, "no_interest") == "declared",
    },
    "confirm_findings": lambda evaluation, form: (
        _with_finding(evaluation, form) if one(form, "criterion") else {"corrections": kept(evaluation)}
    ),
    "request_complement": lambda _, form: {"items": [], "message": one(form, "message")},
    "extend_complement": lambda _, __: {},
    "issue_report": lambda _, __: {},
}
"""The acts that have a form, and what the form says."""


@router.get("/instruction/{id}/criteria/{criterion}")
async def finding_page(request: Request, id: str, criterion: str) -> HTMLResponse:  # noqa: A002
    """The form for one finding, beside its reasons. Problem not_found: no finding is made of this criterion."""
    return await _finding(request, criterion)


@router.post("/instruction/{id}/acts/{act}")
async def perform(request: Request, id: str, act: str) -> Response:  # noqa: A002
    """The same act as over the API; what is refused says why, and what was written is not lost."""
    session, evaluation, _ = await opened(request)
    if act not in CONTENTS:
        raise Problem("not_found")
    form = await form_of(request)
    try:
        await perform_form(request, COMMAND_OF[act], session, form, CONTENTS[act](evaluation, form))
    except Problem as problem:
        if criterion := one(form, "criterion"):
            return await _finding(request, criterion, problem, form)
        return await _refused(request, act, problem, form)
    prefix = request.app.state.settings.root_path
    place = f"#{one(form, 'criterion')}" if one(form, "criterion") in evaluation.suggested else ""
    return RedirectResponse(f"{prefix}/instruction/{evaluation.id}{place}", 303, headers={"cache-control": PRIVATE})


async def _finding(
    request: Request, criterion: str, problem: Problem | None = None, form: Form | None = None
) -> HTMLResponse:
    session, evaluation, version = await opened(request)
    programme = pinned_programme(request, evaluation)
    line = next((line for line in grid_of(evaluation, programme) if line.criterion.id == criterion), None)
    if line is None or line.suggested is None:
        raise Problem("not_found")
    correction = line.correction
    return PAGES.render(
        request,
        "finding.html",
        status=status_of(problem),
        private=True,
        **about(request, session, evaluation, programme),
        version=version,
        line=line,
        states=[one.value for one in FindingState if one is not line.suggested.state],
        chosen=one(form, "state") if form else correction.state.value if correction else "",
        reason=one(form, "reason") if form else correction.reason if correction else "",
        problems=refusals(request, problem),
    )


async def _refused(request: Request, act: str, problem: Problem, form: Form) -> HTMLResponse:
    """The form again as it was filled in; where it is no longer theirs to send, what was written in it."""
    session, evaluation, version = await opened(request)
    shown = about(request, session, evaluation, pinned_programme(request, evaluation))
    return PAGES.render(
        request,
        "refused.html",
        status=status_of(problem),
        private=True,
        **shown | {"todo": shown["todo"] & {act}},
        version=version,
        problems=refusals(request, problem),
        typed=form,
        written=() if act in shown["todo"] else written_in(request),
    )
