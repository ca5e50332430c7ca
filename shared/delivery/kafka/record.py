"""A record as the client library hands it out, as one of ours."""

from typing import Any

from aiokafka import ConsumerRecord

from shared.acts.moment import derived_id
from shared.delivery.shell.messages import Message, Record, Unusable


def record_of(raw: ConsumerRecord[Any, Any]) -> Record:
    """The record with empty bytes where Kafka allows none at all: in the key and in header values."""
    headers = tuple((name, value or b"") for name, value in raw.headers)
    return Record(raw.topic, raw.partition, raw.offset, raw.key or b"", headers, raw.value)


def given_up(message: Message) -> Message:
    """A message that breaks the shell itself, as a record to park."""
    if isinstance(message, Unusable) or message.record is None:
        return message
    return Unusable(
        record=message.record,
        message=derived_id(message.message, message.target),
        reason="shell_failed",
        detail="the shell failed on it again and again; see the log",
        traceparent=message.cause.traceparent,
        instead_of=(message.message, message.target),
    )
