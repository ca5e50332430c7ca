"""The life of a decision file: every transition (process.md 3.1 rows 15 to 28)."""

from services.decision.decision_file.domain.convention import sign_convention
from services.decision.decision_file.domain.evaluation import (
    BEFORE_OPINION,
    record_report,
    record_tests_failed,
    record_tests_passed,
    record_tests_required,
)
from services.decision.decision_file.domain.opinion import record_opinion
from services.decision.decision_file.domain.reservations import (
    lapse_for_reservation,
    lift_reservation,
    remind_reservation,
)
from services.decision.decision_file.domain.state import FINAL, State
from services.decision.decision_file.domain.verdict import escalate_decision, grant_listing, refuse_listing
from shared.acts.life import Life

TEST_RESULTS = (record_tests_required, record_tests_passed, record_tests_failed)
OPINED = (State.OPINION_FAVOURABLE, State.RESERVATIONS_PENDING, State.OPINION_UNFAVOURABLE)
DECIDABLE = (State.OPINION_FAVOURABLE, State.OPINION_UNFAVOURABLE)

TRANSITIONS = Life(
    ((None, *BEFORE_OPINION), record_report, State.EVALUATED),
    *((state, record_report, state) for state in (*OPINED, *FINAL)),
    *((None, result, State.AWAITING_REPORT) for result in TEST_RESULTS),
    *((state, result, state) for state in State for result in TEST_RESULTS),
    (State.EVALUATED, record_opinion, OPINED),
    (State.RESERVATIONS_PENDING, lift_reservation, (State.RESERVATIONS_PENDING, State.OPINION_FAVOURABLE)),
    (State.OPINION_FAVOURABLE, lift_reservation, State.OPINION_FAVOURABLE),
    (State.GRANTED, lift_reservation, State.GRANTED),
    (State.RESERVATIONS_PENDING, remind_reservation, State.RESERVATIONS_PENDING),
    (State.RESERVATIONS_PENDING, lapse_for_reservation, State.LAPSED),
    *((state, sign_convention, state) for state in (State.EVALUATED, *OPINED, State.GRANTED)),
    (State.OPINION_FAVOURABLE, grant_listing, State.GRANTED),
    (DECIDABLE, refuse_listing, State.REFUSED),
    *((state, escalate_decision, state) for state in DECIDABLE),
)
