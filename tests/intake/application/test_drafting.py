"""Drafts: what is typed is kept, right or not yet right; rules I-15 and I-16."""

from dataclasses import replace
from typing import Any, cast

import pytest

from services.intake.application.domain.completion import ProvideCompletion, provide_completion
from services.intake.application.domain.draft import Draft, SaveDraft
from services.intake.application.domain.drafting import RebaseDraft, rebase_draft, save_draft
from services.intake.application.domain.life import TRANSITIONS
from services.intake.application.domain.state import State
from services.intake.application.domain.submission import SubmitApplication, submit_application
from shared.acts.refusal import Invalid
from shared.contracts.case_file import CaseFile, EvidencePiece
from shared.contracts.intake.application import ApplicationRebased
from tests.builders import OTHER_PUBLISHER, PUBLISHER, at, perform, refusal, told
from tests.intake.words import DOSSIER, MISSING, a_submission, an_application, content_of

EMPTY = an_application(State.DRAFT)
TODAY = at("2026-03-02", PUBLISHER)


def saved(application: Any, *commands: SaveDraft) -> Any:  # noqa: ANN401
    for command in commands:
        application = perform(TRANSITIONS, save_draft, application, command, TODAY).state
    return application


def faults(command: SaveDraft) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as caught:
        TRANSITIONS.perform(save_draft, EMPTY, command, TODAY)
    return [(one["path"], one["code"]) for one in cast("list[dict[str, str]]", caught.value.facts["faults"])]


class TestI15:
    """What was typed is kept."""

    def test_a_draft_is_kept_under_the_version_in_force_and_nobody_is_told(self) -> None:
        change = perform(TRANSITIONS, save_draft, EMPTY, SaveDraft(answers={"SEC-07": 30}), TODAY)

        assert change.state.draft == Draft(programme="3.0.0", content=CaseFile(facts={}, answers={"SEC-07": 30}))
        assert change.state.state == "draft"
        assert told(change) == []

    def test_entries_are_laid_over_one_by_one(self) -> None:
        application = saved(
            EMPTY,
            SaveDraft(facts={"paid": True}, answers={"SEC-07": 30, "URB-01": True}, notes={"SEC-07": "ask Jo"}),
            SaveDraft(answers={"SEC-07": 20}),
        )

        assert application.draft.content == CaseFile(facts={"paid": True}, answers={"SEC-07": 20, "URB-01": True})
        assert application.notes == {"SEC-07": "ask Jo"}

    def test_null_takes_an_entry_away_and_an_empty_list_the_evidence(self) -> None:
        report = EvidencePiece(type="report")
        application = saved(
            EMPTY,
            SaveDraft(
                facts={"paid": True}, answers={"SEC-07": 30}, evidence={"SEC-07": (report,)}, notes={"SEC-07": "x"},
                not_applicable={"ETH-28": "no_server_side"},
            ),
            SaveDraft(
                facts={"paid": None}, answers={"SEC-07": None}, evidence={"SEC-07": ()}, notes={"SEC-07": ""},
                not_applicable={"ETH-28": None},
            ),
        )  # fmt: skip

        assert application.draft.content == CaseFile(facts={}, answers={})
        assert application.notes == {}

    def test_a_draft_may_be_replaced_whole(self) -> None:
        application = saved(
            EMPTY,
            SaveDraft(facts={"paid": True}, answers={"SEC-07": 30}),
            SaveDraft(answers={"URB-01": True}, replace=True),
        )

        assert application.draft.content == CaseFile(facts={}, answers={"URB-01": True})

    @pytest.mark.parametrize(
        "command",
        [
            SaveDraft(answers={"SEC-07": "thirty"}),
            SaveDraft(answers={"SEC-07": 10**9}),
            SaveDraft(answers={"INT-06": "fax"}),
            SaveDraft(facts={"paid": "maybe"}),
        ],
        ids=["wrong type", "out of range", "no option", "fact of the wrong type"],
    )
    def test_what_is_not_right_yet_is_kept_too(self, command: SaveDraft) -> None:
        content = saved(EMPTY, command).draft.content

        assert (content.facts, content.answers) == (command.facts, command.answers)

    @pytest.mark.parametrize(
        ("command", "fault"),
        [
            (SaveDraft(facts={"zodiac": True}), ("facts.zodiac", "unknown_fact")),
            (SaveDraft(facts={"track": "with_exchange"}), ("facts.track", "differs_from_prior_request")),
            (SaveDraft(answers={"SEC-99": True}), ("answers.SEC-99", "unknown_criterion")),
            (SaveDraft(notes={"SEC-99": "?"}), ("notes.SEC-99", "unknown_criterion")),
            (SaveDraft(answers={"ETH-01": "a\x07b"}), ("answers.ETH-01", "text_control")),
            (SaveDraft(notes={"SEC-07": "a" * 20_001}), ("notes.SEC-07", "text_too_long")),
            (
                SaveDraft(evidence={"SEC-07": (EvidencePiece(type="selfie"),)}),
                ("evidence.SEC-07.0", "evidence_type_unknown"),
            ),
            (
                SaveDraft(evidence={"SEC-07": (EvidencePiece(type="report", sha256="Jeanne"),)}),
                ("evidence.SEC-07.0.sha256", "not_a_sha256"),
            ),
        ],
        ids=lambda value: value[0] if isinstance(value, tuple) else "",
    )  # fmt: skip
    def test_what_belongs_to_no_question_is_refused_by_its_place(
        self, command: SaveDraft, fault: tuple[str, str]
    ) -> None:
        assert faults(command) == [fault]

    def test_line_ends_become_one_sign_and_blanks_alone_are_no_answer(self) -> None:
        application = saved(EMPTY, SaveDraft(answers={"SEC-07": "one\r\ntwo\rthree", "URB-01": " \n "}))

        assert application.draft.content.answers == {"SEC-07": "one\ntwo\nthree"}

    def test_an_incomplete_file_is_completed_from_what_was_filed(self) -> None:
        application = saved(an_application(State.INCOMPLETE), SaveDraft(answers={MISSING: True}))

        assert application.draft.content == content_of(without=(MISSING,)).completed_by(
            CaseFile(facts={}, answers={MISSING: True})
        )

    def test_another_publisher_cannot_type_into_it(self) -> None:
        moment = at("2026-03-02", OTHER_PUBLISHER)

        assert refusal(TRANSITIONS, save_draft, EMPTY, SaveDraft(), moment) == "not_your_dossier"

    @pytest.mark.parametrize("state", [State.PRIOR_SUBMITTED, State.SUBMITTED, State.ADMISSIBLE, State.WITHDRAWN])
    def test_only_what_is_to_be_filed_or_completed_may_be_typed_into(self, state: State) -> None:
        assert refusal(TRANSITIONS, save_draft, an_application(state), SaveDraft(), TODAY) == "act_not_allowed"


class TestFilingADraft:
    """Filing without content files the draft (I-05, I-09)."""

    def test_the_draft_is_filed_where_nothing_is_sent_along(self) -> None:
        complete = content_of()
        draft = saved(EMPTY, SaveDraft(facts=complete.facts, answers=complete.answers, evidence=complete.evidence))

        change = perform(TRANSITIONS, submit_application, draft, SubmitApplication(), TODAY)

        assert change.state.content == complete
        assert change.state.draft is None

    def test_content_that_is_sent_along_counts_instead_of_the_draft(self) -> None:
        draft = saved(EMPTY, SaveDraft(answers={"SEC-07": "thirty"}))

        change = perform(TRANSITIONS, submit_application, draft, a_submission(), TODAY)

        assert change.state.content == content_of()

    def test_a_draft_that_is_not_right_yet_is_refused_with_its_faults_and_stays(self) -> None:
        draft = saved(EMPTY, SaveDraft(answers={"SEC-07": "thirty"}))

        assert refusal(TRANSITIONS, submit_application, draft, SubmitApplication(), TODAY) == "invalid_content"

    def test_without_draft_and_content_there_is_nothing_to_file(self) -> None:
        assert refusal(TRANSITIONS, submit_application, EMPTY, SubmitApplication(), TODAY) == "nothing_to_file"

    def test_a_file_is_completed_by_its_draft(self) -> None:
        draft = saved(an_application(State.INCOMPLETE), SaveDraft(answers={MISSING: content_of().answers[MISSING]}))

        change = perform(TRANSITIONS, provide_completion, draft, ProvideCompletion(), TODAY)

        assert change.state.state == "submitted"
        assert change.state.content == content_of()
        assert change.state.draft is None


class TestI16:
    """The draft moves to the version in force."""

    OLD = replace(
        EMPTY,
        draft=Draft(programme="2.0.0", content=CaseFile(facts={"paid": True}, answers={"SEC-07": 30, "OLD-01": 1})),
    )

    def test_every_answer_is_kept_also_those_that_nothing_asks_for_any_more(self) -> None:
        change = perform(TRANSITIONS, rebase_draft, self.OLD, RebaseDraft(), TODAY)

        content = CaseFile(facts={"paid": True}, answers={"SEC-07": 30, "OLD-01": 1})
        assert change.state.draft == Draft(programme="3.0.0", content=content)
        assert change.events == (ApplicationRebased(dossier=DOSSIER, from_programme="2.0.0", to_programme="3.0.0"),)

    def test_a_draft_of_another_version_is_not_filed_unseen(self) -> None:
        assert refusal(TRANSITIONS, submit_application, self.OLD, SubmitApplication(), TODAY) == (
            "draft_of_another_version"
        )

    def test_once_rebased_what_nothing_asks_for_is_left_out_of_the_file(self) -> None:
        rebased = perform(TRANSITIONS, rebase_draft, self.OLD, RebaseDraft(), TODAY).state

        filed = perform(TRANSITIONS, submit_application, rebased, SubmitApplication(), TODAY).state

        assert filed.content.answers == {"SEC-07": 30}

    def test_there_is_nothing_to_rebase_without_a_draft_or_with_one_that_is_up_to_date(self) -> None:
        current = saved(EMPTY, SaveDraft(answers={"SEC-07": 30}))

        assert refusal(TRANSITIONS, rebase_draft, EMPTY, RebaseDraft(), TODAY) == "nothing_to_rebase"
        assert refusal(TRANSITIONS, rebase_draft, current, RebaseDraft(), TODAY) == "nothing_to_rebase"

    def test_another_publisher_cannot_rebase_it(self) -> None:
        moment = at("2026-03-02", OTHER_PUBLISHER)

        assert refusal(TRANSITIONS, rebase_draft, self.OLD, RebaseDraft(), moment) == "not_your_dossier"
