"""What topics, groups and clients are called on the brokers: their names in the contracts, behind a release's prefix.

Nothing else puts a prefix before a name. Contracts, outbox and settings speak of `referencement.intake.v1`; a record, a
position, a signature and a metric carry the name that it has on the brokers.
"""

import re
from dataclasses import dataclass, replace

from shared.contracts.topics import EVENTS, TOPICS, Topic

LONGEST_NAME = 249
"""Kafka's bound for a topic."""
LONGEST_PREFIX = LONGEST_NAME - max(len(topic.name) for topic in TOPICS)
NAMES = frozenset(topic.name for topic in TOPICS)
_ALLOWED = re.compile("[A-Za-z0-9][A-Za-z0-9._-]*[._-]").fullmatch


def prefix_fault(prefix: str) -> str:
    """Why brokers would not take names behind it, or people would misread them; empty: it can be used."""
    if not prefix or (_ALLOWED(prefix) and len(prefix) <= LONGEST_PREFIX):
        return ""
    if len(prefix) > LONGEST_PREFIX:
        return f"has {len(prefix)} characters, at most {LONGEST_PREFIX} leave room for the names of topics"
    return (
        f"{prefix!r} must begin with a letter or digit (A-Z, a-z, 0-9), hold these, dots, hyphens and underscores "
        "only, and end with one of the three, as in 'staging.'"
    )


@dataclass(frozen=True, slots=True)
class KafkaNames:
    """The names of one release. ValueError: nothing can be called so."""

    prefix: str = ""
    """Stands before every name; releases with different ones share brokers without reading one another."""

    def __post_init__(self) -> None:
        if fault := prefix_fault(self.prefix):
            raise ValueError(fault)

    def topic(self, name: str) -> str:
        """A topic of the contracts, as the brokers know it."""
        return self.prefix + name

    def named(self, topic: str) -> str:
        """A topic by either name, as the brokers know it."""
        return self.topic(topic) if topic in NAMES else topic

    def contracts_name(self, topic: str) -> str:
        """A topic of the brokers, as the contracts know it; one of another release keeps its name, which is none."""
        return topic.removeprefix(self.prefix)

    def group(self, service: str) -> str:
        """The consumer group of a service, and the id of its clients."""
        return f"{self.prefix}referencement-{service}"

    def topics(self) -> tuple[Topic, ...]:
        """All that are declared, as the brokers know them."""
        return tuple(replace(topic, name=self.topic(topic.name)) for topic in TOPICS)


def prefix_of(topic: str) -> str | None:
    """Behind which prefix a topic of events lies; None: it is no such topic."""
    return next((topic.removesuffix(name) for name in EVENTS.values() if topic.endswith(name)), None)
