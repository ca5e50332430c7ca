"""Fields of the filling-in pages: one per question, whether it is of orientation or about a criterion."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from services.intake.questionnaire.answer_files.cells import NO_OPTION
from services.intake.questionnaire.domain.fault_path import split_fault_path
from services.intake.questionnaire.domain.inquiry import OrientationFact, Question
from services.intake.questionnaire.form_state import FormState
from shared.contracts.case_file import Answer
from shared.programme.answers import MultichoiceAnswer
from shared.programme.faults import Fault
from shared.programme.guidance import answer_in_words, guidance_of
from shared.programme.sentences import says
from shared.programme.vocabulary import Title

TRUE, FALSE = Title("Oui", "Yes"), Title("Non", "No")
NONE_OF_THEM = Title("Aucune de ces réponses", "None of these")
ONE, MANY = ("boolean", "choice"), ("multichoice", "list")
LONG = 200
"""Characters from which a text is given several lines."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose."""

    code: str
    title: Title
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """How one question is put: `control` is one, many, number, line or text."""

    id: str
    control: str
    title: Title
    help: Title
    options: tuple[Option, ...]
    value: str
    errors: tuple[Title, ...]
    question: Question | None = None


def fact_field(one: OrientationFact, form_state: FormState) -> Field:
    """The field of an orientation question."""
    kind = str(one.fact.type)
    return Field(
        id=one.fact.id,
        control=_control(kind, 0),
        title=one.fact.title,
        help=Title("", ""),
        options=_options(kind, one.fact.options, one.value, form_state.label, may_be_none=True),
        value=_text(one.value),
        errors=_errors(form_state.inquiry.faults, "facts", one.fact.id),
    )


def question_field(question: Question, form_state: FormState) -> Field:
    """The field of a criterion."""
    criterion, label = question.criterion, form_state.label
    answer = criterion.answer
    may_be_none = isinstance(answer, MultichoiceAnswer) and not answer.min_items
    options = getattr(answer, "options", ())
    return Field(
        id=criterion.id,
        control=_control(answer.name, getattr(answer, "max_length", 0)),
        title=criterion.title,
        help=_help(question, form_state),
        options=_options(answer.name, options, question.answer, label, may_be_none=may_be_none),
        value=_text(question.answer),
        errors=_errors(form_state.inquiry.faults, "answers", criterion.id),
        question=question,
    )


def _help(question: Question, form_state: FormState) -> Title:
    """The guidance; for what is typed, also what may be typed."""
    criterion, label = question.criterion, form_state.label
    guidance = guidance_of(criterion, label)
    if criterion.answer.name in (*ONE, *MANY):
        return guidance
    accepts = answer_in_words(criterion.answer, label)
    return Title(f"{accepts.fr}. {guidance.fr}", f"{accepts.en}. {guidance.en}")


def _control(kind: str, longest: int) -> str:
    if kind in ONE:
        return "one"
    if kind in MANY:
        return "many"
    return "number" if kind in ("number", "score") else "text" if longest > LONG else "line"


def _options(
    kind: str, codes: Iterable[str], value: Answer, label: Callable[[str], Title], *, may_be_none: bool
) -> tuple[Option, ...]:
    """The answers to choose from; and what was answered otherwise, so that a page sent as it stands keeps it."""
    if kind not in (*ONE, *MANY):
        return ()
    given = value if isinstance(value, tuple) else () if value is None else (value,)
    chosen = [str(one).lower() if isinstance(one, bool) else str(one) for one in given]
    titles = {"true": TRUE, "false": FALSE} if kind == "boolean" else {code: label(code) for code in codes}
    options = [Option(code, title, code in chosen) for code, title in titles.items()]
    if kind in MANY and may_be_none:
        options.append(Option(NO_OPTION, NONE_OF_THEM, value == ()))
    strays = (one for one in chosen if one not in titles)
    return (*options, *(Option(stray, Title(stray, stray), True) for stray in strays))


def _text(value: Answer) -> str:
    if value is None or isinstance(value, tuple | bool):
        return ""
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def _errors(faults: Iterable[Fault], part: str, subject: str) -> tuple[Title, ...]:
    theirs = (fault for fault in faults if split_fault_path(fault.path, {subject}) == (part, subject))
    return tuple(says(fault.code) for fault in theirs)
