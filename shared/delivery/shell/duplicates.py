"""Which messages of a batch were performed before, by the rule of their channel."""

from collections.abc import Sequence
from typing import Any

from shared.delivery.inbox.dedup import Pair, given_answers
from shared.delivery.shell import store
from shared.delivery.shell.channels import POLICIES, KnownBy
from shared.delivery.shell.messages import Incoming, Message, Outcome, Performed, Rejected, Skipped, Unusable


def inbox_pairs(messages: Sequence[Message]) -> list[Pair]:
    """The pairs of message and aggregate under which the inbox knows these messages, each once."""
    pairs: list[Pair] = []
    for message in messages:
        if isinstance(message, Unusable):
            pairs.append(_pair_of(message))
        elif POLICIES[message.channel].known_by is KnownBy.INBOX:
            pairs.append((message.message, message.target))
    return list(dict.fromkeys(pairs))


class Duplicates:
    """What is known of one batch's messages. `new` are the pairs that the inbox did not have."""

    def __init__(self, new: set[Pair], rows: set[str], answers: dict[str, tuple[bytes, dict[str, Any]]]) -> None:
        self._new = new
        self._rows = rows
        """Ids of deadlines that are still set, and of records that are still parked."""
        self._answers = answers

    @staticmethod
    async def find(conn: store.Conn, messages: Sequence[Message], new: set[Pair]) -> "Duplicates":
        """Look up what the first statement of the transaction does not tell. Due deadlines are deleted by it."""
        by_rule: dict[KnownBy, list[Incoming]] = {}
        for message in messages:
            if isinstance(message, Unusable) or (rule := POLICIES[message.channel].known_by) is KnownBy.INBOX:
                continue  # most messages
            by_rule.setdefault(rule, []).append(message)
        rows = await store.still_set(conn, [m.message for m in by_rule.get(KnownBy.DEADLINE_ROW, ())])
        rows |= await store.still_parked(conn, [m.parked for m in by_rule.get(KnownBy.PARKED_ROW, ())])
        commands = {m.message: m.aggregate.life for m in by_rule.get(KnownBy.JOURNAL, ())}
        return Duplicates(new, rows, await given_answers(conn, commands))

    def outcome_of(self, message: Message) -> Outcome | None:
        """The outcome of a message that was performed before; None: it is new, and known from now on."""
        if isinstance(message, Unusable):
            return _once(_pair_of(message), self._new)
        known_by = POLICIES[message.channel].known_by
        if known_by is KnownBy.INBOX:
            return _once((message.message, message.target), self._new)
        if known_by is KnownBy.JOURNAL:
            return self._answer_to(message)
        if known_by is KnownBy.STATE:
            return None
        return _once(message.parked if known_by is KnownBy.PARKED_ROW else message.message, self._rows)

    def note(self, command: Incoming, answer: dict[str, Any]) -> None:
        """A command was performed: should this batch hold it once more, the same answer is given."""
        self._answers[command.message] = (command.digest, answer)

    def _answer_to(self, message: Incoming) -> Outcome | None:
        if message.message not in self._answers:
            return None
        digest, answer = self._answers[message.message]
        if digest != message.digest:
            return Rejected("idempotency_key_reused", {})
        return Performed(answer, repeated=True)


def _once(known: Any, fresh: set[Any]) -> Outcome | None:  # noqa: ANN401  # a pair or an id, as the set has them
    if known not in fresh:
        return Skipped()
    fresh.discard(known)
    return None


def _pair_of(unusable: Unusable) -> Pair:
    return unusable.instead_of or (unusable.message, unusable.message)
