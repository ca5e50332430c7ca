"""What all pages of one evaluation share: the reader, the acts they may perform, labels of codes, refusals in words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from fastapi import Request

from services.evaluation.access import STAFF
from services.evaluation.evaluation.domain.fact_correction import correctable
from services.evaluation.evaluation.domain.life import TRANSITIONS
from services.evaluation.evaluation.domain.state import Evaluation
from services.evaluation.evaluation.pages.words import WORDS
from services.evaluation.evaluation.rows import EVALUATION, EvaluationRow
from shared.calendar.paris import paris_day
from shared.delivery.journal.reads import ReadChannel
from shared.http.context import http_context
from shared.http.language import Language, language_of, said
from shared.http.pages import Pages
from shared.http.problem_pages import in_words
from shared.http.problems import Problem, kind_of
from shared.http.read_journal import Read, journal_read
from shared.http.reads import row
from shared.http.session import Session, session_of
from shared.identity.actor import Role
from shared.programme.sentences import says
from shared.programme.version import Programme
from shared.programme.vocabulary import Title

PAGES = Pages(Path(__file__).parent / "templates", WORDS)


async def opened(request: Request) -> tuple[Session, Evaluation, int]:
    """Who looks, at which evaluation, in which version. Problem not_found, unavailable; SignInNeeded."""
    session = await session_of(request, *STAFF)
    found = await row(request, EvaluationRow)
    await journal_read(request, session.actor, Read("evaluation_page", [found.id], found.dossier, ReadChannel.PAGE))
    return session, EVALUATION.decode(found.body), found.version


def about(request: Request, session: Session, evaluation: Evaluation, programme: Programme) -> dict[str, Any]:
    """What every page of one evaluation speaks of."""
    return {
        "session": session,
        "evaluation": evaluation,
        "programme": programme,
        "today": today(request),
        "label": labels(request, programme),
        "says": says,
        "correctable": correctable(programme),
        "may": (performable := may(session, evaluation)),
        "todo": todo(evaluation, performable),
    }


def status_of(problem: Problem | None) -> int:
    """Of the page that shows a refused form again."""
    if problem is None:
        return 200
    return kind_of(problem.code).status


def refusals(request: Request, problem: Problem | None) -> Sequence[str]:
    """What is wrong with a form, in the reader's language; empty without a problem."""
    if problem is None:
        return ()
    language, faults = language_of(request), problem.facts.get("faults")
    if not isinstance(faults, list):
        return [". ".join(in_words(problem, language))]
    return [_fault_in_words(fault, language) for fault in faults]


def _fault_in_words(fault: Mapping[str, object], language: Language) -> str:
    key = f"fault_{fault['code']}"
    return said(WORDS, language, key, detail=str(fault.get("detail", ""))) if key in WORDS else str(fault["code"])


def may(session: Session, evaluation: Evaluation) -> frozenset[str]:
    """The acts that this evaluator may perform now: those of the state, less those of the other of the two."""
    if not session.actor.has(Role.EVALUATOR):
        return frozenset()
    theirs = {"issue_report"} if session.actor.id != evaluation.reviewer else set()
    if session.actor.id != evaluation.lead:
        theirs |= {"correct_fact", "confirm_findings", "request_complement", "extend_complement"}
    return frozenset(TRANSITIONS.allowed(evaluation.state)) - theirs


def todo(evaluation: Evaluation, performable: frozenset[str]) -> frozenset[str]:
    """Those acts that have a form of their own on the grid, where they would do something."""
    concluded = evaluation.conclusion is not None
    sensible = {
        "start_evaluation": True,
        "confirm_findings": not concluded,
        "request_complement": bool(evaluation.unverified),
        "extend_complement": True,
        "issue_report": concluded,
    }
    return frozenset(act for act, there in sensible.items() if there and act in performable)


def labels(request: Request, programme: Programme) -> Callable[[str], Title]:
    """How codes are worded: categories and typologies by their titles, the others by the programme's labels."""
    titles = {one.id: one.title for one in programme.categories}
    titles |= {one.id: one.title for one in programme.procedure.typologies.options}
    label = http_context(request).shell.context.programmes.label
    return lambda code: titles.get(code) or label(code)


def today(request: Request) -> date:
    """The legal day."""
    return paris_day(http_context(request).shell.context.clock.now())
