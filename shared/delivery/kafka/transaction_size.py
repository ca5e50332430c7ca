"""How many messages share a transaction, where events reach many aggregates."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from shared.delivery.shell.messages import Message

MAX_MESSAGES = 1000


def transactions_of(messages: Sequence[Message]) -> Iterator[Sequence[Message]]:
    """The messages as they share transactions: all of a poll, unless events for many aggregates make them too many.

    Those of one record stay together. After a crash between two transactions the inbox drops what the first performed.
    """
    if len(messages) <= MAX_MESSAGES:
        if messages:
            yield messages
        return
    part: list[Message] = []
    for _, group in groupby(messages, key=attrgetter("record")):
        of_record = list(group)
        if part and len(part) + len(of_record) > MAX_MESSAGES:
            yield part
            part = []
        part += of_record
    yield part
