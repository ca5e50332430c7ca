"""The page on which the lead corrects one orientation fact."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from services.evaluation.evaluation.commands import FACTS
from services.evaluation.evaluation.pages.context import PAGES, about, opened, refusals, status_of
from services.evaluation.evaluation.reads import pinned_programme
from shared.contracts.case_file import Answer
from shared.http.forms import Form, form_of, one, perform_form
from shared.http.pages import PRIVATE
from shared.http.problems import Problem
from shared.http.written import NO_FORM
from shared.programme.facts import Fact, FactType

router = APIRouter(include_in_schema=False)


@router.get("/instruction/{id}/facts/{fact}")
async def fact_page(request: Request, id: str, fact: str) -> HTMLResponse:  # noqa: A002
    """The form for one fact, by its type. Problem not_found: the programme asks no such fact."""
    return await _page(request, fact)


@router.post("/instruction/{id}/facts/{fact}")
async def correct(request: Request, id: str, fact: str) -> Response:  # noqa: A002
    """The same act as over the API; a refusal shows on the form, which keeps what was written."""
    session, evaluation, _ = await opened(request)
    asked = _fact(pinned_programme(request, evaluation).facts.get(fact))
    form = await form_of(request)
    content = {"fact": asked.id, "value": _value(asked, form), "reason": one(form, "reason")}
    try:
        await perform_form(request, FACTS, session, form, content)
    except Problem as problem:
        return await _page(request, fact, problem, form)
    prefix = request.app.state.settings.root_path
    return RedirectResponse(f"{prefix}/instruction/{evaluation.id}", 303, headers={"cache-control": PRIVATE})


async def _page(request: Request, fact: str, problem: Problem | None = None, typed: Form = NO_FORM) -> HTMLResponse:
    session, evaluation, version = await opened(request)
    programme = pinned_programme(request, evaluation)
    return PAGES.render(
        request,
        "fact.html",
        status=status_of(problem),
        private=True,
        **about(request, session, evaluation, programme),
        fact=_fact(programme.facts.get(fact)),
        version=version,
        typed=typed,
        problems=refusals(request, problem),
    )


def _fact(fact: Fact | None) -> Fact:
    if fact is None:
        raise Problem("not_found")
    return fact


def _value(fact: Fact, form: Form) -> Answer:
    """What the form says of the fact; None: not known."""
    if fact.type is FactType.LIST:
        return None if one(form, "unknown") else tuple(form.get("option", ()))
    given = one(form, "value")
    if fact.type is FactType.BOOLEAN:
        return {"true": True, "false": False}.get(given)
    return given or None
