"""Rule I-22 as a law: whatever happens to a document in whatever order, nobody reads what no scan found clean."""

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from services.intake.wallet.domain.document import Document, Verdict
from services.intake.wallet.domain.life import TRANSITIONS as DOCUMENT
from services.intake.wallet.domain.review import AcceptDocument, RefuseDocument, Scanned
from services.intake.wallet.domain.submission import ReceivedDocument, SubmitDocument, WithdrawDocument
from shared.acts.refusal import Refused
from tests.builders import EVALUATOR, PUBLISHER, SYSTEM, at

SPOKEN = [Verdict.CLEAN, Verdict.INFECTED, Verdict.UNSCANNABLE]
SENT = ReceivedDocument(
    asked=SubmitDocument(type="report", issuer="Laboratoire"), sha256="a" * 64, size=1, media_type="application/pdf"
)
EVENTS = [
    *(("record_verdict", Scanned(verdict=verdict), SYSTEM) for verdict in Verdict),
    ("accept_document", AcceptDocument(), EVALUATOR),
    ("refuse_document", RefuseDocument(reason="other_product"), EVALUATOR),
    ("withdraw_document", WithdrawDocument(), PUBLISHER),
    ("replace_document", SENT, PUBLISHER),
]


@dataclass
class Course:
    """A document, and what the scans have said of it so far."""

    document: Document
    said: list[Verdict] = field(default_factory=list)

    def meet(self, act: str, message: object, who: object) -> None:
        moment = at("2026-03-02", who)  # type: ignore[arg-type]
        try:
            reached = DOCUMENT.perform(DOCUMENT.acts[act], self.document, message, moment).state
        except Refused:
            return
        assert isinstance(reached, Document)
        self.document = reached
        if isinstance(message, Scanned):
            self.said.append(message.verdict)


@given(st.lists(st.sampled_from(EVENTS), max_size=12))
def test_only_a_document_found_clean_and_nothing_worse_is_readable(events: list[tuple[str, object, object]]) -> None:
    start = DOCUMENT.perform(DOCUMENT.acts["submit_document"], None, SENT, at("2026-03-02", PUBLISHER)).state
    assert isinstance(start, Document)
    course = Course(start)

    for event in events:
        course.meet(*event)
        assert course.document.readable == (course.said == [Verdict.CLEAN])
        assert course.document.state != "accepted" or Verdict.CLEAN in course.said
        assert course.document.sha256 == start.sha256


@given(st.permutations(SPOKEN))
def test_the_worst_word_stays_whatever_comes_after(said: list[Verdict]) -> None:
    course = Course(DOCUMENT.perform(DOCUMENT.acts["submit_document"], None, SENT, at("2026-03-02", PUBLISHER)).state)  # type: ignore[arg-type]

    for verdict in said:
        course.meet("record_verdict", Scanned(verdict=verdict), SYSTEM)

    assert course.document.verdict is Verdict.INFECTED
