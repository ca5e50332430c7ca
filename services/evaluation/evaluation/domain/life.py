"""The life of an evaluation: every transition, in one table (process.md 3.1)."""

from services.evaluation.evaluation.domain.assignment import start_evaluation
from services.evaluation.evaluation.domain.complement import request_complement, take_complement
from services.evaluation.evaluation.domain.complement_deadline import (
    extend_complement,
    lapse_evaluation,
    remind_complement,
)
from services.evaluation.evaluation.domain.confirmation import confirm_findings
from services.evaluation.evaluation.domain.fact_correction import correct_fact
from services.evaluation.evaluation.domain.opening import escalate_evaluation, open_evaluation
from services.evaluation.evaluation.domain.report import issue_report
from services.evaluation.evaluation.domain.state import State
from shared.acts.life import Life

TRANSITIONS = Life(
    (None, open_evaluation, State.WAITING),
    (State.WAITING, start_evaluation, State.IN_EVALUATION),
    (State.WAITING, escalate_evaluation, State.WAITING),
    (State.IN_EVALUATION, confirm_findings, State.IN_EVALUATION),
    (State.IN_EVALUATION, correct_fact, State.IN_EVALUATION),
    (State.IN_EVALUATION, escalate_evaluation, State.IN_EVALUATION),
    (State.IN_EVALUATION, issue_report, State.EVALUATED),
    (State.IN_EVALUATION, request_complement, State.AWAITING_COMPLEMENT),
    (State.AWAITING_COMPLEMENT, remind_complement, State.AWAITING_COMPLEMENT),
    (State.AWAITING_COMPLEMENT, extend_complement, State.AWAITING_COMPLEMENT),
    (State.AWAITING_COMPLEMENT, escalate_evaluation, State.AWAITING_COMPLEMENT),
    (State.AWAITING_COMPLEMENT, take_complement, State.IN_EVALUATION),
    (State.AWAITING_COMPLEMENT, lapse_evaluation, State.LAPSED),
    (State.LAPSED, take_complement, State.LAPSED),
)
