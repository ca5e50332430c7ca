"""Rule D-07: the convention, signed by three."""

from datetime import date

import pytest

from services.decision.decision_file.domain.conditions import ConventionState, Party
from services.decision.decision_file.domain.convention import SignConvention, sign_convention
from services.decision.decision_file.domain.life import TRANSITIONS
from services.decision.decision_file.domain.state import DecisionFile, State
from shared.contracts.decision.decision_file import (
    ConventionCountersigned,
    ConventionEnteredIntoForce,
    ConventionSignedByPublisher,
)
from shared.contracts.vocabulary import Opinion
from shared.identity.actor import Actor
from tests.builders import AUDITOR, DELEGATE, DESK, OTHER_PUBLISHER, PUBLISHER, at, perform, refusal
from tests.decision.decision_file.dossier import DOSSIER, a_report, hear, opined, passed, sign


def refused(file: DecisionFile | None, party: Party, by: Actor) -> str:
    return refusal(TRANSITIONS, sign_convention, file, SignConvention(party=party), at("2026-03-10", by))


def test_the_publisher_signs_first() -> None:
    file = hear(None, a_report())

    change = perform(
        TRANSITIONS, sign_convention, file, SignConvention(party=Party.PUBLISHER), at("2026-03-10", PUBLISHER)
    )

    assert change.events == (ConventionSignedByPublisher(dossier=DOSSIER),)
    assert change.state.convention_state is ConventionState.PUBLISHER_SIGNED
    assert refused(file, Party.MINISTER, DELEGATE) == "publisher_signs_first"
    assert refused(file, Party.CNAM, DESK) == "publisher_signs_first"


@pytest.mark.parametrize(
    ("second", "third", "by"), [(Party.MINISTER, Party.CNAM, DESK), (Party.CNAM, Party.MINISTER, DELEGATE)]
)
def test_the_third_signature_puts_it_into_force_whoever_gives_it(second: Party, third: Party, by: Actor) -> None:
    file = sign(hear(None, a_report()), Party.PUBLISHER, second)

    change = perform(TRANSITIONS, sign_convention, file, SignConvention(party=third), at("2026-03-12", by))

    assert file.convention_state is ConventionState.PUBLISHER_SIGNED
    assert change.events == (
        ConventionCountersigned(dossier=DOSSIER, party=third.value),
        ConventionEnteredIntoForce(dossier=DOSSIER),
    )
    assert change.state.convention_state is ConventionState.IN_FORCE
    assert change.state.convention.signed[third] == date(2026, 3, 12)


@pytest.mark.parametrize(
    ("party", "by"), [(Party.PUBLISHER, PUBLISHER), (Party.MINISTER, DELEGATE), (Party.CNAM, DESK)]
)
def test_each_party_signs_once(party: Party, by: Actor) -> None:
    assert refused(sign(hear(None, a_report()), *Party), party, by) == "already_signed"


@pytest.mark.parametrize(
    ("party", "by", "code"),
    [
        (Party.PUBLISHER, OTHER_PUBLISHER, "not_your_dossier"),
        (Party.PUBLISHER, DELEGATE, "role_required"),
        (Party.PUBLISHER, DESK, "role_required"),
        (Party.MINISTER, PUBLISHER, "role_required"),
        (Party.MINISTER, DESK, "role_required"),
        (Party.CNAM, DELEGATE, "role_required"),
        (Party.CNAM, AUDITOR, "role_required"),
    ],
)
def test_nobody_signs_for_another(party: Party, by: Actor, code: str) -> None:
    file = hear(None, a_report()) if party is Party.PUBLISHER else sign(hear(None, a_report()), Party.PUBLISHER)

    assert refused(file, party, by) == code


@pytest.mark.parametrize("opinion", list(Opinion))
def test_signing_runs_beside_the_opinion_and_moves_nothing_else(opinion: Opinion) -> None:
    before = opined(opinion)

    after = sign(before, *Party)

    assert (after.state, after.opinion, after.reservations) == (before.state, before.opinion, before.reservations)


def test_there_is_nothing_to_sign_before_the_report() -> None:
    file = hear(None, passed("2026-02-01"))

    assert file.state is State.AWAITING_REPORT
    assert refused(file, Party.MINISTER, DELEGATE) == "act_not_allowed"
