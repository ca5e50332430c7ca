"""What all pages of the questionnaire share: who may open them, which dossier, and the navigation between them."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse

from services.intake.application.domain.draft import Draft, SaveDraft
from services.intake.application.domain.state import State
from services.intake.application.rows import APPLICATION, ApplicationRow
from services.intake.questionnaire.domain.inquiry import Progress, inquiry_of
from services.intake.questionnaire.form_state import FormState, form_state_of, section_path
from services.intake.questionnaire.pages.words import WORDS
from shared.delivery.journal.reads import ReadChannel
from shared.http.language import Language, chosen, language_of, said
from shared.http.pages import PRIVATE, Pages
from shared.http.problem_pages import in_words
from shared.http.problems import Problem, kind_of
from shared.http.read_journal import Read, journal_read
from shared.http.reads import row
from shared.http.session import Session, session_of
from shared.identity.actor import Role
from shared.programme.sentences import says
from shared.programme.vocabulary import Title

PAGES = Pages(Path(__file__).parent / "templates", WORDS)
OPEN = (State.DRAFT, State.INCOMPLETE)
"""The states in which a dossier is filled in."""


@dataclass(frozen=True, slots=True)
class FillingContext:
    """A publisher who is signed in, and the dossier that is filled in."""

    session: Session
    form_state: FormState

    @property
    def path(self) -> str:
        """Where the pages of this dossier begin."""
        return f"/dossiers/{self.form_state.application.id}/remplir"

    @property
    def editable(self) -> bool:
        """Whether anything may be changed now."""
        return self.form_state.application.state in OPEN

    @property
    def outdated(self) -> bool:
        """Whether another programme version is in force than the draft answers."""
        return (
            self.form_state.application.state is State.DRAFT
            and self.form_state.inquiry.programme.ref != self.form_state.in_force
        )


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the navigation."""

    path: str
    title: Title
    progress: Progress | None = None


async def filling_context(request: Request, what: str = "filling_page") -> FillingContext:
    """Who fills in which dossier, to show what is named of it.

    Problem: SignInNeeded, not_found (also for another publisher's), unavailable.
    """
    session = await session_of(request, Role.PUBLISHER)
    found = await row(request, ApplicationRow)
    if not session.actor.belongs_to(found.organisation):
        raise Problem("not_found")
    await journal_read(request, session.actor, Read(what, [found.id], found.id, ReadChannel.PAGE))
    return FillingContext(session, form_state_of(request, APPLICATION.decode(found.body), found.version))


def with_input(context: FillingContext, command: SaveDraft) -> FillingContext:
    """The context as if the command had been performed: the page shows the input again although it was not saved."""
    form_state = context.form_state
    draft = Draft(programme=form_state.inquiry.programme.ref, content=command.over(form_state.application.working))
    application = replace(form_state.application, draft=draft, notes=command.over_notes(form_state.application.notes))
    inquiry = inquiry_of(application, form_state.inquiry.programme, form_state.today)
    return replace(context, form_state=replace(form_state, application=application, inquiry=inquiry))


def sections_of(context: FillingContext) -> list[Section]:
    """The entries of the navigation: overview, orientation, the questionnaires, what blocks the dossier."""
    form_state, inquiry = context.form_state, context.form_state.inquiry
    orientation = Section(f"{context.path}/orientation", _titled("orientation"), inquiry.orientation_progress)
    questionnaires = [
        Section(section_path(form_state.application.id, one.id), form_state.label(one.id), one.progress)
        for one in inquiry.questionnaires
    ]
    return [Section(context.path, _titled("overview")), orientation, *questionnaires,
            Section(f"{context.path}/blocages", _titled("blockers"))]  # fmt: skip


def render(
    request: Request, template: str, context: FillingContext, refused: Problem | None = None, **values: object
) -> HTMLResponse:
    """A filling-in page; with what was refused a moment ago, and why."""
    language = language_of(request)
    return PAGES.render(
        request,
        template,
        status=kind_of(refused.code).status if refused else 200,
        private=True,
        session=context.session,
        context=context,
        form_state=context.form_state,
        service=context.form_state.application.service,
        version=context.form_state.version,
        sections=sections_of(context),
        blocking=len(context.form_state.blockers),
        says=says,
        here=request.url.path.removeprefix(request.app.state.settings.root_path),
        notice=refused.code if refused else "",
        notice_text=_notice(refused, language) if refused else "",
        refusals=[(one["path"], fault_text(one["code"], language)) for one in _faults(refused)],
        saved="saved" in request.query_params,
        **values,
    )


def fault_text(code: str, language: Language, detail: str = "") -> str:
    """What is wrong, in words of ours; what the programme finds wrong, in the programme's words."""
    if f"fault_{code}" in WORDS:
        return said(WORDS, language, f"fault_{code}", detail=detail)
    sentence = says(code)
    return chosen((sentence.fr, sentence.en), language)


def _notice(refused: Problem, language: Language) -> str:
    """What a refusal means on these pages; where they have no words of their own for it, what it means everywhere."""
    if f"notice_{refused.code}" in WORDS:
        return said(WORDS, language, f"notice_{refused.code}")
    return ". ".join(in_words(refused, language))


def _faults(refused: Problem | None) -> list[dict[str, str]]:
    faults: Any = refused.facts.get("faults", ()) if refused else ()
    return list(faults)


def redirect(request: Request, path: str) -> RedirectResponse:
    """To another page of ours, after something was done."""
    prefix = request.app.state.settings.root_path
    language = request.query_params.get("lang")
    mark = ("&" if "?" in path else "?") + f"lang={language}" if language in ("fr", "en") else ""
    head, sign, anchor = path.partition("#")
    return RedirectResponse(f"{prefix}{head}{mark}{sign}{anchor}", 303, headers={"cache-control": PRIVATE})


def _titled(key: str) -> Title:
    french, english = WORDS[f"section_{key}"]
    return Title(french, english)
