"""The state of the form: what is asked of an application today, by the rules that apply to it; and that as JSON."""

from dataclasses import asdict, dataclass
from datetime import date

from fastapi import Request

from services.intake.application.domain.state import Application
from services.intake.questionnaire.domain.blockers import ORIENTATION, Blocker, blockers_of
from services.intake.questionnaire.domain.inquiry import Inquiry, OrientationFact, Progress, Question, inquiry_of
from shared.calendar.paris import paris_day
from shared.http.context import http_context
from shared.programme.document import ProgrammeDocument
from shared.programme.guidance import answer_in_words, evidence_in_words, guidance_of, threshold_in_words
from shared.programme.plain import plain
from shared.programme.vocabulary import Title

Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormState:
    """An application with all that is asked of it."""

    application: Application
    version: int
    inquiry: Inquiry
    document: ProgrammeDocument
    in_force: str
    """The programme version that a filing made today is pinned to."""
    today: date

    def label(self, code: str) -> Title:
        """The wording of a code: of a typology or category of this version, else by the document's labels."""
        procedure = self.inquiry.programme.procedure
        titles = {one.id: one.title for one in procedure.categories}
        titles |= {one.id: one.title for one in procedure.typologies.options}
        return titles.get(code) or self.document.label(code)

    @property
    def blockers(self) -> tuple[Blocker, ...]:
        """What blocks it."""
        return blockers_of(self.inquiry)


def form_state_of(request: Request, application: Application, version: int) -> FormState:
    """What is asked of an application in that version of it, today."""
    context = http_context(request).shell.context
    today = paris_day(context.clock.now())
    in_force = context.programmes.in_force_on(today).ref
    rules = context.programmes.version(application.questioned_under(in_force))
    return FormState(
        application=application, version=version, inquiry=inquiry_of(application, rules, today),
        document=context.programmes, in_force=in_force, today=today,
    )  # fmt: skip


def heading(form_state: FormState) -> Json:
    """Which dossier, which version of it, under which programme version."""
    return {
        "dossier": form_state.application.id,
        "state": str(form_state.application.state),
        "version": form_state.version,
        "programme": form_state.inquiry.programme.ref,
        "programme_in_force": form_state.in_force,
    }


def questionnaires_shown(form_state: FormState) -> Json:
    """Every questionnaire with its questions, as JSON; wordings in both languages."""
    inquiry = form_state.inquiry
    return {
        **heading(form_state),
        "orientation": {
            "progress": _progress(inquiry.orientation_progress),
            "questions": [_fact(one, form_state) for one in inquiry.orientation],
        },
        "questionnaires": [
            {
                "id": one.id,
                "title": asdict(form_state.label(one.id)),
                "progress": _progress(one.progress),
                "questions": [_question(question, form_state) for question in one.questions],
            }
            for one in inquiry.questionnaires
        ],
        "faults": [{"path": fault.path, "code": fault.code, "detail": fault.detail} for fault in inquiry.faults],
    }


def blockers_shown(form_state: FormState) -> Json:
    """The list of what blocks, as JSON, each with where to go."""
    titles = {one.criterion.id: one.criterion.title for one in form_state.inquiry.questions}
    titles |= {one.fact.id: one.fact.title for one in form_state.inquiry.orientation}
    listed = [
        {
            "kind": str(one.kind),
            "blocks": str(one.blocks),
            "subject": one.subject,
            "title": asdict(titles.get(one.subject, Title(one.subject, one.subject))),
            "reason": one.reason,
            "severity": one.severity and str(one.severity),
            "waiting": one.waiting,
            "questionnaire": one.questionnaire,
            "page": section_path(form_state.application.id, one.questionnaire, one.subject),
        }
        for one in form_state.blockers
    ]
    return {**heading(form_state), "blockers": listed}


def section_path(dossier: str, questionnaire: str, subject: str = "") -> str:
    """The page, and the place on it, where something is answered."""
    here = f"/dossiers/{dossier}/remplir"
    path = f"{here}/orientation" if questionnaire == ORIENTATION else f"{here}/questionnaires/{questionnaire}"
    return f"{path}#{subject}" if subject else path


def _progress(progress: Progress) -> Json:
    return {**asdict(progress), "complete": progress.complete}


def _fact(one: OrientationFact, form_state: FormState) -> Json:
    return {
        "fact": one.fact.id,
        "title": asdict(one.fact.title),
        "type": str(one.fact.type),
        "options": _titled(one.fact.options, form_state),
        "value": one.value,
        "known": one.known,
        "waiting": one.waiting,
    }


def _question(question: Question, form_state: FormState) -> Json:
    criterion, label = question.criterion, form_state.label
    return {
        "criterion": criterion.id,
        "title": asdict(criterion.title),
        "guidance": asdict(guidance_of(criterion, label)),
        "family": criterion.family,
        "theme": criterion.theme,
        "kind": str(criterion.kind),
        "severity": criterion.severity and str(criterion.severity),
        "applies": question.applies,
        "undecided_for": list(question.unknown),
        "accepts": {
            "type": criterion.answer.name,
            "words": asdict(answer_in_words(criterion.answer, label)),
            "options": _titled(getattr(criterion.answer, "options", ()), form_state),
        },
        "threshold": criterion.threshold and asdict(threshold_in_words(criterion, label)),
        "evidence_wanted": {
            **{name: plain(value) for name, value in asdict(criterion.evidence).items()},
            "words": asdict(evidence_in_words(criterion.evidence, label)),
        },
        "not_applicable_reasons": _titled(tuple(sorted(criterion.na_reasons)), form_state),
        "answer": question.answer,
        "not_applicable": question.claim,
        "evidence": plain(question.evidence),
        "note": question.note,
        "state": str(question.result.state),
        "reason": question.result.reason,
    }


def _titled(codes: tuple[str, ...], form_state: FormState) -> list[Json]:
    return [{"code": code, "title": asdict(form_state.label(code))} for code in codes]
