"""The evaluators' pages (« instruction »): the list of evaluations, one file criterion by criterion, the report."""

import json
from datetime import date
from math import ceil

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from services.evaluation.access import STAFF
from services.evaluation.evaluation.domain.grid import OUTSIDE, LineFilter, counted, grid_of
from services.evaluation.evaluation.domain.state import State
from services.evaluation.evaluation.pages.context import PAGES, about, opened, today
from services.evaluation.evaluation.queries import ORDERS, PER_PAGE, Search, counts, found_page
from services.evaluation.evaluation.reads import pinned_programme
from services.evaluation.evaluation.rows import EVALUATION
from shared.http.problems import Problem
from shared.http.session import session_of
from shared.http.written import NO_FORM

router = APIRouter(include_in_schema=False)
FINDINGS = ("non_compliant", "partially", "unverified", "not_applicable", "compliant", OUTSIDE)
LAST_PAGE = 10_000


@router.get("/instruction")
async def evaluations(
    request: Request, state: str = "", mine: str = "", order: str = "due", page: str = "1"
) -> HTMLResponse:
    """What is to be examined. What somebody mistypes in the address falls back to the plain list."""
    session = await session_of(request, *STAFF)
    search = Search(
        state=state if state in list(State) else "",
        evaluator=session.actor.id if mine else "",
        order=order if order in ORDERS else "due",
    )
    by_state = await counts(request, search)
    found = by_state.get(search.state, 0) if search.state else sum(by_state.values())
    pages = max(ceil(found / PER_PAGE), 1)
    number = min(int(page) if page.isascii() and page.isdigit() and len(page) < len(str(LAST_PAGE)) else 1, pages) or 1
    rows = await found_page(request, search, number)
    return PAGES.render(
        request,
        "evaluations.html",
        private=True,
        session=session,
        search=search,
        states=[one.value for one in State],
        by_state=by_state,
        total=sum(by_state.values()),
        found=found,
        evaluations=[EVALUATION.decode(one.body) for one in rows],
        today=today(request),
        page=number,
        pages=pages,
    )


@router.get("/instruction/{id}")
async def grid(
    request: Request,
    id: str,  # noqa: A002
    finding: str = "",
    family: str = "",
    questionnaire: str = "",
) -> HTMLResponse:
    """One file: every criterion with its suggestion and its reasons; filters narrow what is shown."""
    session, evaluation, version = await opened(request)
    programme = pinned_programme(request, evaluation)
    chosen = LineFilter(
        finding=finding if finding in FINDINGS else "",
        family=family if family in programme.families else "",
        questionnaire=questionnaire if questionnaire in programme.questionnaires else "",
    )
    lines = grid_of(evaluation, programme)
    return PAGES.render(
        request,
        "grid.html",
        private=True,
        **about(request, session, evaluation, programme),
        version=version,
        typed=NO_FORM,
        chosen=chosen,
        findings=FINDINGS,
        counts=counted(lines, chosen),
        lines=[line for line in lines if chosen.shows(line)],
    )


@router.get("/instruction/{id}/report")
async def report_page(request: Request, id: str) -> HTMLResponse:  # noqa: A002
    """The frozen report, in words; to be printed. Problem report_not_issued."""
    session, evaluation, _ = await opened(request)
    if evaluation.report is None:
        raise Problem("report_not_issued")
    programme = pinned_programme(request, evaluation)
    criteria = {
        family: [c.id for c in programme.criteria.values() if c.family == family] for family in programme.families
    }
    report = json.loads(evaluation.report.text)
    return PAGES.render(
        request,
        "report.html",
        private=True,
        **about(request, session, evaluation, programme),
        report=report,
        judged_on=date.fromisoformat(report["judged_on"]),
        criteria_of=criteria,
    )
