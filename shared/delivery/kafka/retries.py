"""Performs the messages of a batch however long it takes: going on without them would lose them."""

import itertools
import logging
from collections.abc import Sequence

from shared.base.backoff import Backoff
from shared.base.outage import Outage
from shared.base.progress import Progress
from shared.delivery.kafka.record import given_up
from shared.delivery.shell.messages import Message, Outcome
from shared.delivery.shell.transaction import AT_MOST_S, Shell, Unavailable
from shared.telemetry import metrics

log = logging.getLogger(__name__)
PATIENCE = 5


class Retries:
    """Of the consumer: it waits with its batch while the database is away, and beats while it waits."""

    def __init__(self, shell: Shell, progress: Progress) -> None:
        self.shell = shell
        self.progress = progress
        self._database = Outage(log, "database away, batch waits")

    async def until_done(self, messages: Sequence[Message]) -> list[Outcome]:
        """Perform the messages, however long it takes: going on without them would lose them."""
        backoff = Backoff(0.2, 10.0, jitter=0.5)
        for attempt in itertools.count(1):
            self.progress.waits("consumer", AT_MOST_S)
            try:
                outcomes = await self.shell.perform(messages)
            except Unavailable as error:
                self._database.note(error)
            except Exception:
                log.exception("batch failed, will be tried again", extra={"attempt": attempt})
                if attempt >= PATIENCE and len(messages) > 1:
                    return [outcome for message in messages for outcome in await self.until_done([message])]
                if attempt >= PATIENCE:
                    messages = [given_up(messages[0])]
            else:
                self._database.over()
                self.progress.beat("consumer")
                return outcomes
            metrics.RETRIES.labels("kafka").inc()
            await backoff.pause()
        raise AssertionError("unreachable")
