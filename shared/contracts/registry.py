"""Which event classes exist, under which type on the wire, on which topic."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from shared.contracts.topics import PARKED

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wire:
    """How one event class travels."""

    type: str
    """CloudEvents type: referencement.<service>.<Event>.v<n>."""
    topic: str
    service: str
    subject: str | None
    """The field that names the aggregate which the event is about; None: its id is not in the event."""

    @property
    def source(self) -> str:
        """CloudEvents source: the service that owns the type."""
        return f"/referencement/{self.service}"


SUBJECTS = ("campaign", "complaint", "case", "listing", "dossier")
"""Fields that hold an aggregate's id, the narrowest first."""
TYPES: dict[str, type] = {}
WIRES: dict[type, Wire] = {}


def event(
    service: str, *, version: int = 1, topic: str | None = None, subject_told: bool = True
) -> Callable[[type[T]], type[T]]:
    """Register an event class of `service`; on the service's own topic unless a state topic is named.

    Not `subject_told`: the aggregate that tells it has an id which the event does not carry.
    """

    def register(cls: type[T]) -> type[T]:
        wire = Wire(
            type=f"referencement.{service}.{cls.__name__}.v{version}",
            topic=topic or f"referencement.{service}.v1",
            service=service,
            subject=_subject(cls, service) if subject_told else None,
        )
        TYPES[wire.type] = cls
        WIRES[cls] = wire
        return cls

    return register


def _subject(cls: type, service: str) -> str | None:
    """The narrowest thing that an event names; in catalogue always the listing, which is only mentioned elsewhere."""
    if service == "catalogue":
        return "listing"
    named = [one for one in SUBJECTS if one in cls.__annotations__ and one != "listing"]
    return named[0] if named else None


def wire_of(event: object) -> Wire:
    """How this event travels. KeyError: it is not registered."""
    return WIRES[type(event)]


def written_by(service: str) -> set[str]:
    """The topics that a service writes to."""
    return {wire.topic for wire in WIRES.values() if wire.service == service} | {PARKED[service]}
