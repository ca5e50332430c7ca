"""The life of a non-compliance case: every transition (process.md 3.4)."""

from services.surveillance.case.domain.closure import close_case
from services.surveillance.case.domain.hearing import note_observations_elapsed, notify_grounds, receive_observations
from services.surveillance.case.domain.opening import open_case, open_evidence_case
from services.surveillance.case.domain.sanction import (
    propose_sanction,
    record_lifting,
    record_no_sanction,
    record_suspension,
)
from services.surveillance.case.domain.state import State
from shared.acts.life import Life

UNDECIDED = (State.OPENED, State.GROUNDS_NOTIFIED, State.INSTRUCTED)

TRANSITIONS = Life(
    (None, open_case, State.OPENED),
    (None, open_evidence_case, State.OPENED),
    ((State.OPENED, State.INSTRUCTED), notify_grounds, State.GROUNDS_NOTIFIED),
    (State.GROUNDS_NOTIFIED, receive_observations, State.INSTRUCTED),
    (State.INSTRUCTED, receive_observations, State.INSTRUCTED),
    (State.PROPOSED, receive_observations, State.PROPOSED),
    (State.MEASURES_RUNNING, receive_observations, State.MEASURES_RUNNING),
    (State.GROUNDS_NOTIFIED, note_observations_elapsed, State.INSTRUCTED),
    (UNDECIDED, propose_sanction, State.PROPOSED),
    (UNDECIDED, close_case, State.NO_FURTHER_ACTION),
    ((State.PROPOSED, State.MEASURES_RUNNING), record_suspension, State.MEASURES_RUNNING),
    ((State.PROPOSED, State.MEASURES_RUNNING), record_lifting, State.CLOSED),
    ((State.PROPOSED, State.MEASURES_RUNNING), record_no_sanction, State.NO_FURTHER_ACTION),
    *(
        (ended, late, ended)
        for ended in (State.CLOSED, State.NO_FURTHER_ACTION)
        for late in (record_suspension, record_lifting, record_no_sanction)
    ),
)
