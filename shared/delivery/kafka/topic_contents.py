"""Whether the programme's topic still holds what this service knows: once it was created again, it does not.

Processes go on with what they know, but one that starts on a database of its own learns nothing from such a topic.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import asyncpg
import msgspec
from aiokafka import ConsumerRecord

from shared.contracts.intake.programme import PublishedProgramme
from shared.persistence.connecting import lent
from shared.telemetry import metrics

log = logging.getLogger(__name__)
KEPT = "SELECT document FROM public.programmes"


@dataclass(slots=True)
class TopicContents:
    """What was read from the topic since its start, beside what the database keeps."""

    pool: asyncpg.Pool
    _values: set[bytes] = field(default_factory=set)
    _missing: bool = False

    def saw(self, records: Iterable[ConsumerRecord[bytes | None, bytes | None]]) -> None:
        """These lie on the topic."""
        self._values |= {record.value for record in records if record.value is not None}

    async def compare(self) -> None:
        """The topic was read to its end: tell what it lacks, and begin anew."""
        there, self._values = set(_documents(self._values)), set()
        async with lent(self.pool) as conn:
            kept = {row["document"] for row in await conn.fetch(KEPT)}
        missing = not kept <= there
        metrics.PROGRAMME_MISSING.set(missing)
        if missing and not self._missing:
            log.error("programme's topic lacks what was published on it", extra={"documents": len(there)})
        elif self._missing and not missing:
            log.info("programme's topic holds again what was published")
        self._missing = missing


def _documents(values: Iterable[bytes]) -> Iterator[str]:
    for value in values:
        try:
            yield msgspec.json.decode(value, type=PublishedProgramme).document
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
