"""Filing and withdrawing the application: rules I-05 and I-06."""

from typing import Any, cast

import pytest

from services.intake.application.domain.life import TRANSITIONS
from services.intake.application.domain.state import State
from services.intake.application.domain.submission import (
    SubmitApplication,
    WithdrawApplication,
    submit_application,
    withdraw_application,
)
from shared.acts.refusal import Invalid
from shared.contracts.case_file import EvidencePiece
from tests.builders import OTHER_PUBLISHER, PUBLISHER, at, awaited, perform, refusal, told
from tests.intake.words import MISSING, a_submission, an_application, content_of

DRAFT = an_application(State.DRAFT)


def faults(command: object) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as caught:
        TRANSITIONS.perform(submit_application, DRAFT, command, at("2026-03-02", PUBLISHER))
    return [(one["path"], one["code"]) for one in cast("list[dict[str, str]]", caught.value.facts["faults"])]


class TestI05:
    """The publisher files; the programme version in force is pinned for good."""

    def test_a_file_is_pinned_to_the_version_in_force_on_its_day(self) -> None:
        change = perform(TRANSITIONS, submit_application, DRAFT, a_submission(), at("2026-03-02", PUBLISHER))

        assert change.state.state == "submitted"
        assert change.state.programme == "3.0.0"
        assert change.state.filed_on.isoformat() == "2026-03-02"
        assert told(change) == ["ApplicationSubmitted"]

    def test_on_the_last_evening_before_a_new_version_the_old_one_holds(self) -> None:
        moment = at("2025-12-31", PUBLISHER, hour=23)
        old = {name: value for name, value in content_of().facts.items() if name in ("track", "form")}

        change = perform(TRANSITIONS, submit_application, DRAFT, SubmitApplication(facts=old, answers={}), moment)

        assert change.state.programme == "2.0.0"

    def test_admissibility_is_due_after_fifteen_working_days(self) -> None:
        change = perform(TRANSITIONS, submit_application, DRAFT, a_submission(), at("2026-04-30", PUBLISHER))

        # without the 1st, the 8th, Ascension Day and Whit Monday, the 27th of May is the fifteenth
        assert awaited(change) == {"escalate_admissibility": "2026-05-28"}

    def test_an_incomplete_file_may_be_filed(self) -> None:
        """The programme asks for a complete file before admissibility, not before submission."""
        command = a_submission(without=(MISSING,))

        change = perform(TRANSITIONS, submit_application, DRAFT, command, at("2026-03-02", PUBLISHER))

        assert change.state.open_items(at("2026-03-02")) == (MISSING,)

    def test_the_typology_of_the_prior_request_is_written_into_the_facts(self) -> None:
        facts = {name: value for name, value in content_of().facts.items() if name != "track"}
        command = SubmitApplication(facts=facts, answers={})

        change = perform(TRANSITIONS, submit_application, DRAFT, command, at("2026-03-02", PUBLISHER))

        assert change.state.content.facts["track"] == "without_exchange"

    def test_another_publisher_cannot_file_for_it(self) -> None:
        moment = at("2026-03-02", OTHER_PUBLISHER)

        assert refusal(TRANSITIONS, submit_application, DRAFT, a_submission(), moment) == "not_your_dossier"

    @pytest.mark.parametrize(
        ("more", "fault"),
        [
            ({"facts": {"track": "with_exchange"}}, ("facts.track", "differs_from_prior_request")),
            ({"facts": {"zodiac": True}}, ("facts.zodiac", "unknown_fact")),
            ({"facts": {"paid": "yes"}}, ("facts.paid", "fact_wrong_type")),
            ({"answers": {"SEC-99": True}}, ("answers.SEC-99", "unknown_criterion")),
            ({"answers": {"SEC-07": "thirty"}}, ("answers.SEC-07", "answer_wrong_type")),
            ({"answers": {"INT-06": "fax"}}, ("answers.INT-06", "answer_not_an_option")),
            ({"not_applicable": {"SEC-99": "reason"}}, ("not_applicable.SEC-99", "unknown_criterion")),
            ({"evidence": {"SEC-99": ()}}, ("evidence.SEC-99", "unknown_criterion")),
            (
                {"evidence": {"SEC-07": (EvidencePiece(type="selfie"),)}},
                ("evidence.SEC-07.0", "evidence_type_unknown"),
            ),
            (
                {"evidence": {"SEC-07": (EvidencePiece(type="certificate", sha256="Jeanne Exemple"),)}},
                ("evidence.SEC-07.0.sha256", "not_a_sha256"),
            ),
        ],
        ids=lambda value: value[0] if isinstance(value, tuple) else "",
    )
    def test_what_is_wrong_is_named_by_its_place(self, more: dict[str, Any], fault: tuple[str, str]) -> None:
        assert faults(a_submission(**more)) == [fault]

    def test_every_fault_is_named_at_once(self) -> None:
        command = a_submission(facts={"zodiac": True, "track": "with_exchange"}, answers={"SEC-99": 1, "ETH-99": 1})

        assert sorted(path for path, _ in faults(command)) == [
            "answers.ETH-99", "answers.SEC-99", "facts.track", "facts.zodiac",
        ]  # fmt: skip


class TestI06:
    """« Désistement »: the publisher gives up the application."""

    @pytest.mark.parametrize("state", [State.PRIOR_SUBMITTED, State.DRAFT, State.SUBMITTED, State.INCOMPLETE])
    def test_an_open_application_may_be_withdrawn_and_no_clock_runs_on(self, state: State) -> None:
        moment = at("2026-03-20", PUBLISHER)

        change = perform(TRANSITIONS, withdraw_application, an_application(state), WithdrawApplication(), moment)

        assert change.state.state == "withdrawn"
        assert change.state.completion is None
        assert told(change) == ["ApplicationWithdrawn"]
        assert awaited(change) == {
            "escalate_prior_request": "cancelled",
            "escalate_admissibility": "cancelled",
            "remind_completion": "cancelled",
            "lapse_application": "cancelled",
        }

    def test_once_admissible_it_cannot_be_withdrawn_here(self) -> None:
        moment = at("2026-03-20", PUBLISHER)

        assert refusal(
            TRANSITIONS, withdraw_application, an_application(State.ADMISSIBLE), WithdrawApplication(), moment
        ) == ("act_not_allowed")

    def test_another_publisher_cannot_withdraw_it(self) -> None:
        moment = at("2026-03-20", OTHER_PUBLISHER)

        assert refusal(TRANSITIONS, withdraw_application, DRAFT, WithdrawApplication(), moment) == "not_your_dossier"
