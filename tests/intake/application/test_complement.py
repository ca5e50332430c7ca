"""I-30 to I-33: the evaluators ask for complements, the publisher answers through intake."""

from datetime import date

import pytest

from services.intake.application.domain.complement import (
    ProvideComplement,
    close_complement,
    note_complement_extension,
    note_complement_request,
    provide_complement,
)
from services.intake.application.domain.life import TRANSITIONS
from services.intake.application.domain.state import Application, CompletionRequest, State
from shared.acts.refusal import Invalid
from shared.contracts.evaluation.evaluation import ComplementDeadlineExtended, ComplementRequested, EvaluationLapsed
from shared.contracts.intake.application import ComplementProvided
from tests.builders import DESK, OTHER_PUBLISHER, PUBLISHER, at, perform, refusal
from tests.intake.words import DOSSIER, MISSING, an_application, content_of

DAY = "2026-05-04"
ANSWER = ProvideComplement(answers={MISSING: True})
REQUEST = ComplementRequested(dossier=DOSSIER, items=(MISSING,), due_on=date(2026, 6, 3))


def asked() -> Application:
    admissible = an_application(State.ADMISSIBLE, content=content_of(without=(MISSING,)))
    state: Application = perform(TRANSITIONS, note_complement_request, admissible, REQUEST, at(DAY)).state
    return state


def test_the_request_is_noted_with_its_items_and_due_day() -> None:
    assert asked().complement == CompletionRequest(items=(MISSING,), due_on=date(2026, 6, 3))


def test_the_answer_is_laid_over_the_file_and_goes_out_whole() -> None:
    change = perform(TRANSITIONS, provide_complement, asked(), ANSWER, at(DAY, PUBLISHER))

    assert change.state.complement is None
    (event,) = change.events
    assert isinstance(event, ComplementProvided)
    assert event.content.answers[MISSING] is True
    assert event.content.answers.keys() == content_of().answers.keys()
    assert change.state.state == "admissible"


def test_free_text_travels_as_its_digest() -> None:
    text = next(id_ for id_ in at(DAY).programme("3.0.0").text_criteria)
    answer = ProvideComplement(answers={text: "Nous effaçons les données sous trente jours."})

    (event,) = perform(TRANSITIONS, provide_complement, asked(), answer, at(DAY, PUBLISHER)).events

    assert isinstance(event, ComplementProvided)
    assert str(event.content.answers[text]).startswith("sha256:")


def test_without_a_request_there_is_nothing_to_answer() -> None:
    answered = perform(TRANSITIONS, provide_complement, asked(), ANSWER, at(DAY, PUBLISHER)).state

    for application in (an_application(State.ADMISSIBLE), answered):
        code = refusal(TRANSITIONS, provide_complement, application, ANSWER, at(DAY, PUBLISHER))
        assert code == "no_complement_requested"


def test_the_publisher_of_the_dossier_answers_and_nobody_else() -> None:
    assert refusal(TRANSITIONS, provide_complement, asked(), ANSWER, at(DAY, OTHER_PUBLISHER)) == "not_your_dossier"
    assert refusal(TRANSITIONS, provide_complement, asked(), ANSWER, at(DAY, DESK)) == "role_required"


def test_every_fault_of_an_answer_is_named_and_nothing_changes() -> None:
    wrong = ProvideComplement(answers={"XXX-99": True, MISSING: "perhaps"})

    with pytest.raises(Invalid) as caught:
        perform(TRANSITIONS, provide_complement, asked(), wrong, at(DAY, PUBLISHER))

    assert [fault["path"] for fault in caught.value.facts["faults"]] == [  # type: ignore[attr-defined]  # a list
        "answers.XXX-99", f"answers.{MISSING}",
    ]  # fmt: skip


def test_more_time_is_noted_unless_the_answer_is_on_its_way() -> None:
    event = ComplementDeadlineExtended(dossier=DOSSIER, due_on=date(2026, 7, 3))
    answered = perform(TRANSITIONS, provide_complement, asked(), ANSWER, at(DAY, PUBLISHER)).state

    longer = perform(TRANSITIONS, note_complement_extension, asked(), event, at(DAY)).state
    unmoved = perform(TRANSITIONS, note_complement_extension, answered, event, at(DAY)).state

    assert (longer.complement.due_on, unmoved) == (date(2026, 7, 3), answered)


def test_after_the_lapse_there_is_nothing_to_answer_any_more() -> None:
    event = EvaluationLapsed(dossier=DOSSIER, lapsed_on=date(2026, 6, 19))

    lapsed = perform(TRANSITIONS, close_complement, asked(), event, at(DAY)).state

    assert refusal(TRANSITIONS, provide_complement, lapsed, ANSWER, at(DAY, PUBLISHER)) == "no_complement_requested"
