"""A draft that holds criteria only: it is read, compared and evaluated, but neither published nor run."""

from datetime import date

from shared.programme.case import Case
from shared.programme.document import ProgrammeDocument
from shared.programme.readiness import unready
from shared.programme.reading.document import read_document
from shared.programme.vocabulary import Conformity
from tests.programme.documents import ABSENT, changed
from tests.programme.worked import WORKED


def draft() -> ProgrammeDocument:
    document = changed("procedure", ABSENT)
    del document["outcomes"]
    document["programme"]["listing_duration_months"] = 12
    document["facts"][0].pop("title")
    return read_document(document)


def test_a_draft_judges_as_the_whole_document_does() -> None:
    worked = WORKED["V01"]
    case = Case(worked["facts"], worked["answers"], worked["evidence"])

    assessment = draft().version("2.0.0").assess(case, date(2024, 7, 1))

    assert assessment.conformity is Conformity.COMPLIANT


def test_a_draft_knows_its_tracks_by_the_choice_that_has_them() -> None:
    first = draft().version("1.0.0")

    assert first.procedure.typologies.fact == "track"
    assert [fault.code for fault in first.faults(Case({"track": "with_exchange"}, {}))] == ["track_not_open"]


def test_what_keeps_a_draft_from_being_published_is_told() -> None:
    assert [(fault.path, fault.code) for fault in unready(draft())] == [
        ("procedure", "procedure_missing"),
        ("facts.track.title", "title_empty"),
    ]


def test_a_procedure_without_a_clock_that_the_process_runs_is_not_published() -> None:
    document = read_document(changed("procedure/deadlines/completion", ABSENT))

    assert {(fault.path, fault.code) for fault in unready(document)} == {
        ("procedure.deadlines.completion", "deadline_missing")
    }


def test_the_shipped_document_is_ready() -> None:
    assert unready(read_document(changed("programme/notice", "a draft"))) == ()
