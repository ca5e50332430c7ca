"""Admissibility (« recevabilité »): rules I-11 to I-13."""

from datetime import date

import pytest

from services.intake.application.domain.admissibility import (
    DeclareAdmissible,
    DeclareInadmissible,
    declare_admissible,
    declare_inadmissible,
    escalate_admissibility,
)
from services.intake.application.domain.life import TRANSITIONS
from services.intake.application.domain.state import State
from shared.acts.refusal import Refused
from shared.contracts.case_file import CaseFile
from shared.contracts.intake.application import AdmissibilityDeadlineMissed, ApplicationDeclaredInadmissible
from tests.builders import DESK, at, awaited, deadline, perform, refusal, told
from tests.intake.words import DOSSIER, an_application, content_of

SUBMITTED = an_application(State.SUBMITTED)


class TestI11:
    """The file goes to evaluation with all its content."""

    def test_a_complete_file_goes_to_evaluation(self) -> None:
        change = perform(TRANSITIONS, declare_admissible, SUBMITTED, DeclareAdmissible(), at("2026-03-11", DESK))

        assert change.state.state == "admissible"
        assert told(change) == ["ApplicationDeclaredAdmissible"]
        assert awaited(change) == {"escalate_admissibility": "cancelled"}

    def test_evaluation_gets_the_answers_the_version_and_the_day_of_filing(self) -> None:
        change = perform(TRANSITIONS, declare_admissible, SUBMITTED, DeclareAdmissible(), at("2026-03-11", DESK))

        (event,) = change.events
        assert event.content == content_of()  # type: ignore[attr-defined]
        assert event.programme == "3.0.0"  # type: ignore[attr-defined]
        assert event.filed_on == date(2026, 3, 2)  # type: ignore[attr-defined]

    def test_a_text_leaves_intake_as_a_digest_only(self) -> None:
        content = content_of().completed_by(CaseFile(facts={}, answers={"ETH-24": "En nos propres mots"}))
        application = an_application(State.SUBMITTED, content=content)

        change = perform(TRANSITIONS, declare_admissible, application, DeclareAdmissible(), at("2026-03-11", DESK))

        (event,) = change.events
        assert event.content.answers["ETH-24"] == (  # type: ignore[attr-defined]
            "sha256:4f4434ddcf3d77ed70f324b20ce169e1fb6c714b318c7ca2801bc573493f5dcf"
        )
        assert change.state.content.answers["ETH-24"] == "En nos propres mots"

    def test_an_incomplete_file_is_refused_with_all_that_is_open(self) -> None:
        application = an_application(State.SUBMITTED, content=content_of(without=("ETH-20", "SEC-07")))

        with pytest.raises(Refused) as caught:
            TRANSITIONS.perform(declare_admissible, application, DeclareAdmissible(), at("2026-03-11", DESK))

        assert caught.value.code == "incomplete"
        assert caught.value.facts == {"open": ["SEC-07", "ETH-20"]}

    def test_evidence_that_has_expired_by_then_keeps_the_file_incomplete(self) -> None:
        """What was valid on the day of filing may no longer be on the day of the check."""
        moment = at("2027-03-02", DESK)

        assert refusal(TRANSITIONS, declare_admissible, SUBMITTED, DeclareAdmissible(), moment) == "incomplete"


class TestI12:
    def test_the_desk_closes_a_file_that_cannot_be_examined_with_its_grounds(self) -> None:
        command = DeclareInadmissible(grounds=("signatory_without_power",))

        change = perform(TRANSITIONS, declare_inadmissible, SUBMITTED, command, at("2026-03-11", DESK))

        assert change.state.state == "inadmissible"
        assert change.events == (
            ApplicationDeclaredInadmissible(dossier=DOSSIER, grounds=("signatory_without_power",)),
        )
        assert awaited(change) == {"escalate_admissibility": "cancelled"}

    def test_no_file_is_closed_without_grounds(self) -> None:
        moment = at("2026-03-11", DESK)

        assert refusal(TRANSITIONS, declare_inadmissible, SUBMITTED, DeclareInadmissible(grounds=()), moment) == (
            "grounds_missing"
        )

    def test_grounds_are_codes_because_they_travel(self) -> None:
        command = DeclareInadmissible(grounds=("le signataire, M. Exemple, est absent",))
        moment = at("2026-03-11", DESK)

        assert refusal(TRANSITIONS, declare_inadmissible, SUBMITTED, command, moment) == "invalid_content"


class TestI13:
    def test_a_late_admissibility_is_told_and_nothing_is_decided(self) -> None:
        late = deadline("escalate_admissibility", "2026-03-23")

        change = perform(TRANSITIONS, escalate_admissibility, SUBMITTED, late, at("2026-03-24"))

        assert change.state == SUBMITTED
        assert change.events == (AdmissibilityDeadlineMissed(dossier=DOSSIER, due_on=date(2026, 3, 23)),)
