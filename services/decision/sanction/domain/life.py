"""The life of a sanction file: every transition (process.md 2.11)."""

from services.decision.sanction.domain.sanctions import (
    decide_no_sanction,
    lift_suspension,
    open_sanction_file,
    order_suspension,
    review_suspension,
)
from services.decision.sanction.domain.state import State
from shared.acts.life import Life

TRANSITIONS = Life(
    ((None, State.PROPOSED), open_sanction_file, State.PROPOSED),
    (State.PROPOSED, order_suspension, State.SUSPENDED),
    (State.PROPOSED, decide_no_sanction, State.NO_SANCTION),
    (State.SUSPENDED, review_suspension, State.SUSPENDED),
    (State.SUSPENDED, lift_suspension, State.LIFTED),
)
