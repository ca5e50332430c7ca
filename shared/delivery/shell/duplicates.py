"""Which messages of a batch were performed before, by the rule of their channel."""

from collections.abc import Sequence
from typing import Any

from shared.delivery.inbox.dedup import Pair, given_answers
from shared.delivery.shell import store
from shared.delivery.shell.channels import POLICIES, KnownBy
from shared.delivery.shell.messages import Incoming, Message, Outcome, Performed, Rejected, Skipped, Unusable


def inbox_pairs(messages: Sequence[Message]) -> list[Pair]:
    """The pairs of message and aggregate under which the inbox knows these messages, each once."""
    return list(dict.fromkeys(_inbox_pair(m) for m in messages if _known_by(m) is KnownBy.INBOX))


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
            if isinstance(message, Incoming):
                by_rule.setdefault(POLICIES[message.channel].known_by, []).append(message)
        rows = await store.still_set(conn, [m.message for m in by_rule.get(KnownBy.DEADLINE_ROW, ())])
        rows |= await store.still_parked(conn, [m.parked for m in by_rule.get(KnownBy.PARKED_ROW, ())])
        commands = {m.message: m.aggregate.life for m in by_rule.get(KnownBy.JOURNAL, ())}
        return Duplicates(new, rows, await given_answers(conn, commands))

    def outcome_of(self, message: Message) -> Outcome | None:
        """The outcome of a message that was performed before; None: it is new, and known from now on."""
        known_by = _known_by(message)
        if known_by is KnownBy.INBOX:
            return _once(_inbox_pair(message), self._new)
        assert isinstance(message, Incoming)
        if known_by is KnownBy.JOURNAL:
            return self._answer_to(message)
        if known_by is KnownBy.STATE:
            return None
        return _once(message.parked if known_by is KnownBy.PARKED_ROW else message.message, self._rows)

    def note(self, message: Message, outcome: Outcome) -> None:
        """A message was performed: should this batch hold it once more, the same answer is given."""
        if isinstance(outcome, Performed) and _known_by(message) is KnownBy.JOURNAL:
            assert isinstance(message, Incoming)
            self._answers[message.message] = (message.digest, outcome.answer)

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


def _known_by(message: Message) -> KnownBy:
    return KnownBy.INBOX if isinstance(message, Unusable) else POLICIES[message.channel].known_by


def _inbox_pair(message: Message) -> Pair:
    if isinstance(message, Incoming):
        return message.message, message.target
    return message.instead_of or (message.message, message.message)
