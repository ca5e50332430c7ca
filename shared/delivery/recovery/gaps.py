"""The kinds of gaps between what the databases keep and what the topics hold, and what can be done about each."""

from dataclasses import dataclass
from enum import StrEnum

from shared.contracts.envelope import Envelope


class Kind(StrEnum):
    """What is not as it ought to be."""

    UNTOLD = "untold"
    """An event that was journaled is neither in the outbox nor on its topic: the topic lost it."""
    AHEAD = "ahead"
    """The topic has an event of which the database knows nothing: it was restored to an earlier moment."""
    UNHEARD = "unheard"
    """A consumer's offset has passed an event that neither its inbox nor its journal knows."""
    STATE = "state"
    """The latest record of a state topic is not what the database says now."""
    FOREIGN = "foreign"
    """A record that does not come from where its event may come from; what it says counts for nothing."""
    OFFSET = "offset"
    """A consumer's offset lies behind the end of its topic: the topic lost its end."""
    UNREADABLE = "unreadable"
    """Records of a topic that nobody can decode: what they said is unknown here; look at the other gaps with it."""


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Gap:
    """One gap, for people and for `--json`."""

    kind: Kind
    service: str
    """Whose database is concerned."""
    place: str
    """An aggregate's id, or a partition."""
    dossier: str
    sequence: int = 0
    detail: str

    def said(self) -> str:
        """One line."""
        dossier = f" (dossier {self.dossier})" if self.dossier else ""
        return f"{self.kind:8} {self.service} {self.place}{dossier}: {self.detail}"


@dataclass(frozen=True, slots=True)
class Ahead:
    """An event on a topic that its own service does not remember."""

    service: str
    envelope: Envelope
    value: bytes | None

    @property
    def name(self) -> str:
        """The event's name."""
        return self.envelope.type.split(".")[-2]
