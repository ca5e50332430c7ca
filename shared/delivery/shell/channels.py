"""The channels by which messages reach the shell, and what is done with the messages of each: one table."""

from enum import Enum, StrEnum
from typing import NamedTuple


class Channel(StrEnum):
    """How a message came in."""

    HTTP = "http"
    KAFKA = "kafka"
    DEADLINE = "deadline"
    REDRIVE = "redrive"
    TASK = "task"
    """A background task of the service reports a result: its act must be idempotent by state."""


class KnownBy(Enum):
    """Where a message that comes again is recognised."""

    INBOX = "the inbox has its id and aggregate"
    JOURNAL = "the journal has its key, and the first answer is given again"
    DEADLINE_ROW = "the deadline is no longer set"
    PARKED_ROW = "the record is no longer parked"
    STATE = "nowhere: the act leaves a state that it has reached already as it is"


class Then(Enum):
    """What becomes of a message whose act refused it or failed."""

    PARK = "set aside with its record, later records of its key wait behind it"
    REJECT = "the sender is told"
    RAISE = "the batch fails, and the sender tries its messages one by one"


class Policy(NamedTuple):
    """What is done with the messages of one channel."""

    known_by: KnownBy
    on_refusal: Then
    on_failure: Then
    waits_behind_parked: bool = False
    """Whether a message waits while an earlier record of its key is parked."""
    on_unknown_version: Then = Then.REJECT
    """The act needs a version of the programme that has not reached this process: REJECT is a refusal like others."""


POLICIES = {
    Channel.HTTP: Policy(KnownBy.JOURNAL, Then.REJECT, Then.RAISE),
    Channel.KAFKA: Policy(KnownBy.INBOX, Then.PARK, Then.PARK, waits_behind_parked=True),
    Channel.DEADLINE: Policy(KnownBy.DEADLINE_ROW, Then.REJECT, Then.RAISE, on_unknown_version=Then.RAISE),
    Channel.REDRIVE: Policy(KnownBy.PARKED_ROW, Then.REJECT, Then.REJECT),
    Channel.TASK: Policy(KnownBy.STATE, Then.REJECT, Then.RAISE),
}
ANSWERED = frozenset(channel for channel, policy in POLICIES.items() if policy.known_by is KnownBy.JOURNAL)
"""Channels whose messages get their first answer again."""
