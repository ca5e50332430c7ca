"""Every topic, declared once. Created by `referencement topics`, never by a broker on its own."""

from dataclasses import dataclass

SERVICES = ("intake", "evaluation", "decision", "catalogue", "surveillance")
DAY_MS = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Topic:
    """A Kafka topic. `partitions` is fixed for ever at creation: the key's place depends on it."""

    name: str
    partitions: int = 6
    compacted: bool = False

    @property
    def config(self) -> dict[str, str]:
        """Broker settings: events are kept for ten years; state topics keep the latest value of each key for ever."""
        if self.compacted:
            return {"cleanup.policy": "compact", "delete.retention.ms": str(7 * DAY_MS)}
        return {"cleanup.policy": "delete", "retention.ms": str(3650 * DAY_MS)}


EVENTS = {service: f"referencement.{service}.v1" for service in SERVICES}
PARKED = {service: f"referencement.{service}.parked.v1" for service in SERVICES}
DECISIONS = "referencement.decisions.v1"
LISTINGS = "referencement.listings.v1"
PROGRAMMES = "referencement.programmes.v1"

TOPICS = (
    *(Topic(name) for name in EVENTS.values()),
    *(Topic(name, partitions=1) for name in PARKED.values()),
    Topic(DECISIONS, compacted=True),
    Topic(LISTINGS, compacted=True),
    Topic(PROGRAMMES, partitions=1, compacted=True),
)
