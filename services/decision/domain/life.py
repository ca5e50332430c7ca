"""The lives of a decision file and of a sanction file: every transition (process.md 3.1 rows 15 to 28; 2.11)."""

from services.decision.domain.convention import sign_convention
from services.decision.domain.decision_file import FINAL, State
from services.decision.domain.evaluation import (
    BEFORE_OPINION,
    record_report,
    record_tests_failed,
    record_tests_passed,
    record_tests_required,
)
from services.decision.domain.opinion import record_opinion
from services.decision.domain.reservations import lapse_for_reservation, lift_reservation, remind_reservation
from services.decision.domain.sanction_file import SanctionState
from services.decision.domain.sanctions import (
    decide_no_sanction,
    lift_suspension,
    open_sanction_file,
    order_suspension,
    review_suspension,
)
from services.decision.domain.verdict import escalate_decision, grant_listing, refuse_listing
from shared.acts.life import Life

TOLD_OF_TESTS = (record_tests_required, record_tests_passed, record_tests_failed)
OPINED = (State.OPINION_FAVOURABLE, State.RESERVATIONS_PENDING, State.OPINION_UNFAVOURABLE)
DECIDABLE = (State.OPINION_FAVOURABLE, State.OPINION_UNFAVOURABLE)

TRANSITIONS = Life(
    ((None, *BEFORE_OPINION), record_report, State.EVALUATED),
    *((state, record_report, state) for state in (*OPINED, *FINAL)),
    *((None, told, State.AWAITING_REPORT) for told in TOLD_OF_TESTS),
    *((state, told, state) for state in State for told in TOLD_OF_TESTS),
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

SANCTION_TRANSITIONS = Life(
    ((None, SanctionState.PROPOSED), open_sanction_file, SanctionState.PROPOSED),
    (SanctionState.PROPOSED, order_suspension, SanctionState.SUSPENDED),
    (SanctionState.PROPOSED, decide_no_sanction, SanctionState.NO_SANCTION),
    (SanctionState.SUSPENDED, review_suspension, SanctionState.SUSPENDED),
    (SanctionState.SUSPENDED, lift_suspension, SanctionState.LIFTED),
)
