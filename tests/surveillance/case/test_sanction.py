"""Rules S-14 to S-17: surveillance proposes, the minister decides, the case follows."""

from dataclasses import replace
from typing import Any

import pytest

from services.surveillance.case.domain.hearing import note_observations_elapsed
from services.surveillance.case.domain.life import TRANSITIONS as LIFE
from services.surveillance.case.domain.sanction import (
    propose_sanction,
    record_lifting,
    record_no_sanction,
    record_suspension,
)
from services.surveillance.case.domain.state import NonComplianceCase, State
from shared.acts.act import AnyAct
from shared.acts.participation import participants
from shared.acts.refusal import Invalid, Refused
from shared.contracts.surveillance.case import CaseClosed, SanctionProposed
from shared.contracts.vocabulary import SuspensionScope
from shared.identity.actor import Actor
from tests.builders import AUDITOR, DELEGATE, DESK, PUBLISHER, at, awaited, deadline, perform, refusal, told
from tests.surveillance.scenario import (
    CASE,
    DOSSIER,
    LISTING,
    a_proposal,
    case_of,
    instructed,
    lifted,
    no_sanction,
    notified,
    notify,
    observe,
    opened,
    ordered,
    ordered_at_once,
    propose,
    proposed,
    running,
)


def elapsed() -> NonComplianceCase:
    message = deadline("note_observations_elapsed", "2026-06-22")
    return case_of(perform(LIFE, note_observations_elapsed, notified(), message, at("2026-06-23")))


@pytest.mark.parametrize("case", [instructed(), elapsed()])
def test_a_sanction_is_proposed_once_the_publisher_was_heard_or_let_its_time_pass(case: NonComplianceCase) -> None:
    change = propose(case, a_proposal())

    assert change.state.state is State.PROPOSED
    assert change.events == (
        SanctionProposed(
            case=CASE,
            dossier=DOSSIER,
            listing=LISTING,
            rung="SUSPENSION",
            scope=SuspensionScope.BOTH,
            participants=participants(DOSSIER, "desk-1"),
        ),
    )


@pytest.mark.parametrize("case", [opened(), notified()])
def test_no_sanction_is_proposed_before_the_publisher_was_heard(case: NonComplianceCase) -> None:
    assert refusal(LIFE, propose_sanction, case, a_proposal(), at("2026-06-12", DESK)) == "publisher_not_heard"


def test_the_refusal_says_until_when_the_publisher_may_answer() -> None:
    with pytest.raises(Refused) as caught:
        propose(notified(), a_proposal())

    assert caught.value.facts == {"due_on": "2026-06-22"}


@pytest.mark.parametrize("case", [opened(), notified()])
def test_urgency_bypasses_the_hearing_and_is_recorded(case: NonComplianceCase) -> None:
    change = propose(case, a_proposal("SUSPENSION", "data_leak"))

    assert change.events == (
        SanctionProposed(
            case=CASE,
            dossier=DOSSIER,
            listing=LISTING,
            rung="SUSPENSION",
            scope=SuspensionScope.BOTH,
            urgency_grounds=("data_leak",),
            participants=participants(DOSSIER, "desk-1"),
        ),
    )
    assert awaited(change) == {"note_observations_elapsed": "cancelled"}


@pytest.mark.parametrize(("notified_rung", "rung"), [("WARNING", "SUSPENSION"), ("SUSPENSION", "DELISTING")])
def test_nothing_more_severe_is_proposed_than_the_publisher_was_heard_on(notified_rung: str, rung: str) -> None:
    case = instructed(notified_rung)

    assert refusal(LIFE, propose_sanction, case, a_proposal(rung), at("2026-06-12", DESK)) == "rung_above_notified"


def test_the_publisher_may_be_heard_again_on_something_more_severe() -> None:
    case = case_of(notify(instructed("WARNING"), "DELISTING", "2026-06-15"))

    assert refusal(LIFE, propose_sanction, case, a_proposal("DELISTING"), at("2026-06-16", DESK)) == (
        "publisher_not_heard"
    )
    assert told(propose(case_of(observe(case)), a_proposal("DELISTING"))) == ["SanctionProposed"]


@pytest.mark.parametrize("rung", ["OBSERVATION", "WARNING", "FORMAL_NOTICE", "SUSPENSION"])
def test_something_milder_than_notified_may_be_proposed(rung: str) -> None:
    assert told(propose(instructed("SUSPENSION"), a_proposal(rung))) == ["SanctionProposed"]


@pytest.mark.parametrize(
    ("command", "fault"),
    [(a_proposal("BAN"), "unknown_rung"), (a_proposal("SUSPENSION", "La patiente a été"), "not_a_code")],
)
def test_rung_and_urgency_are_the_programme_s_words_and_codes(command: Any, fault: str) -> None:  # noqa: ANN401
    with pytest.raises(Invalid) as caught:
        propose(instructed(), command)

    found: Any = caught.value.facts["faults"]
    assert [one["code"] for one in found] == [fault]


@pytest.mark.parametrize("somebody", [PUBLISHER, AUDITOR, DELEGATE])
def test_only_the_desk_proposes(somebody: Actor) -> None:
    assert refusal(LIFE, propose_sanction, instructed(), a_proposal(), at("2026-06-12", somebody)) == "role_required"


@pytest.mark.parametrize("event", [ordered(), ordered_at_once()])
@pytest.mark.parametrize("case", [proposed(), running()])
def test_measures_run_once_the_minister_has_suspended(case: NonComplianceCase, event: object) -> None:
    change = perform(LIFE, record_suspension, case, event, at("2026-06-16"))

    assert (change.state.state, change.events) == (State.MEASURES_RUNNING, ())


@pytest.mark.parametrize(
    ("act", "event", "state"),
    [(record_lifting, lifted(), "closed"), (record_no_sanction, no_sanction(), "no_further_action")],
)
@pytest.mark.parametrize("case", [proposed(), running()])
def test_a_lifting_or_no_sanction_closes_the_case_even_if_heard_of_before_the_suspension(
    case: NonComplianceCase, act: AnyAct, event: object, state: str
) -> None:
    change = perform(LIFE, act, case, event, at("2026-07-02"))

    assert (change.state.state, change.state.closed_on.isoformat()) == (state, "2026-07-02")
    assert change.events == (CaseClosed(case=CASE, dossier=DOSSIER, listing=LISTING),)


@pytest.mark.parametrize(
    ("act", "event"),
    [(record_suspension, ordered()), (record_lifting, lifted()), (record_no_sanction, no_sanction())],
)
def test_what_is_heard_of_after_the_end_changes_nothing_and_tells_nothing(act: AnyAct, event: object) -> None:
    for closing, message in ((record_lifting, lifted()), (record_no_sanction, no_sanction())):
        case = perform(LIFE, closing, running(), message, at("2026-07-02")).state

        late = perform(LIFE, act, case, event, at("2026-07-03"))

        assert (late.state, late.events) == (case, ())


@pytest.mark.parametrize("case", [opened(), notified(), instructed()])
def test_the_minister_cannot_have_decided_on_what_was_not_proposed(case: NonComplianceCase) -> None:
    assert refusal(LIFE, record_suspension, case, ordered(), at("2026-06-16")) == "act_not_allowed"


def test_a_proposal_names_who_opened_the_case_and_who_proposed_each_as_a_digest() -> None:
    case = replace(instructed(), participants=participants(DOSSIER, "desk-2"))

    [event] = propose(case, a_proposal()).events

    assert isinstance(event, SanctionProposed)
    assert event.participants == participants(DOSSIER, "desk-1", "desk-2")
