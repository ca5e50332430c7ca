"""From a submitted form to the content of a draft's command: only for the questions that it showed."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date

from services.intake.questionnaire.answer_files.cells import NO_OPTION, answer_of
from services.intake.questionnaire.domain.inquiry import Question
from services.intake.questionnaire.form_state import FormState, Json
from shared.contracts.case_file import Answer, EvidencePiece
from shared.http.forms import Form, one
from shared.programme.vocabulary import Title

Label = Callable[[str], Title]
MOST_PIECES = 20


def facts_from(form: Form, form_state: FormState) -> Json:
    """The orientation questions that were shown, as a draft's command has them."""
    shown = set(form.get("asked", ()))
    facts = {
        fact.fact.id: _answer(form, f"fact.{fact.fact.id}", fact.fact.type, fact.fact.options, form_state.label)
        for fact in form_state.inquiry.orientation
        if fact.fact.id in shown
    }
    return {"facts": facts}


def answers_from(form: Form, form_state: FormState) -> Json:
    """The criteria that were shown: answers, claims, evidence and notes."""
    shown = set(form.get("asked", ()))
    questions = [question for question in form_state.inquiry.questions if question.criterion.id in shown]
    label = form_state.label
    return {
        "answers": {one.criterion.id: _criterion_answer(form, one, label) for one in questions},
        "not_applicable": {
            question.criterion.id: one(form, f"claim.{question.criterion.id}") or None
            for question in questions
            if question.criterion.na_reasons
        },
        "evidence": {
            question.criterion.id: [_as_sent(piece) for piece in pieces]
            for question in questions
            if (pieces := _pieces(form, question)) != question.evidence
        },
        "notes": {question.criterion.id: one(form, f"note.{question.criterion.id}") for question in questions},
    }


def _criterion_answer(form: Form, question: Question, label: Label) -> Answer:
    answer = question.criterion.answer
    return _answer(form, f"answer.{question.criterion.id}", answer.name, getattr(answer, "options", ()), label)


def _answer(form: Form, name: str, kind: str, options: Sequence[str], label: Label) -> Answer:
    """The answer that the fields of that name give; what cannot be read stays as it was entered."""
    if kind in ("multichoice", "list"):
        chosen = [value for value in form.get(name, ()) if value]
        if len(chosen) > 1:
            return tuple(value for value in chosen if value != NO_OPTION)
        return answer_of(kind, options, "".join(chosen), label)
    text = form.get(name, [""])[-1]
    return answer_of(kind, options, text, label)


def _pieces(form: Form, question: Question) -> tuple[EvidencePiece, ...]:
    """What was there and was not struck out, and the one that was added."""
    id_ = question.criterion.id
    struck = set(form.get(f"drop.{id_}", ()))
    kept = [piece for place, piece in enumerate(question.evidence) if str(place) not in struck]
    if type_ := one(form, f"new_type.{id_}"):
        issued_on, valid_until = (_day(one(form, f"new_{name}.{id_}")) for name in ("issued_on", "valid_until"))
        kept.append(EvidencePiece(type=type_, issued_on=issued_on, valid_until=valid_until))
    return tuple(kept[:MOST_PIECES])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _as_sent(piece: EvidencePiece) -> Json:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(piece).items()
        if value is not None
    }
