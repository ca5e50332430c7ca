"""The life of a watch: any state may follow any other (process.md 3.3)."""

from services.surveillance.watch.domain.state import State
from services.surveillance.watch.domain.updates import (
    note_expiry,
    note_publication,
    note_reinstatement,
    note_suspension,
)
from shared.acts.life import Life

STATES = tuple(State)

TRANSITIONS = Life(
    ((None, *STATES), note_publication, STATES),
    ((None, *STATES), note_suspension, STATES),
    ((None, *STATES), note_reinstatement, STATES),
    ((None, *STATES), note_expiry, STATES),
)
