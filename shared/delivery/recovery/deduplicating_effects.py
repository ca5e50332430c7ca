"""Effects of a past that is performed again: what was published and journaled then is not written anew."""

from dataclasses import dataclass

from shared.contracts.envelope import MAX_VALUE_BYTES, encode
from shared.contracts.registry import wire_of
from shared.contracts.topics import EVENTS
from shared.delivery.journal.entry import Entry
from shared.delivery.recovery.published import Published
from shared.delivery.shell.aggregate import Loaded
from shared.delivery.shell.effects import Effects
from shared.delivery.shell.messages import Cause, Unusable


@dataclass(slots=True, kw_only=True)
class DeduplicatingEffects(Effects):
    """Publishes only what `published` does not have, journals only aggregates that have no journal, parks nothing."""

    published: Published
    incomplete: set[str]
    """Aggregates of which something was not published: their state topics get a new record too."""
    journaled: frozenset[str]

    def tell(self, loaded: Loaded, event: object, cause: Cause, sequence: int) -> str:
        """Put the event into the outbox if it was not published."""
        wire, value = wire_of(event), encode(event)
        if wire.topic != EVENTS[self.service]:
            is_new = loaded.id in self.incomplete
        elif is_new := not self.published.covers(loaded.id, wire.type, value, self.now):
            self.incomplete.add(loaded.id)
        if is_new or len(value) > MAX_VALUE_BYTES:
            return Effects.tell(self, loaded, event, cause, sequence)
        return type(event).__name__

    def write_journal(self, entry: Entry, previous: bytes) -> bytes:
        """An existing chain stays, and goes on where it ends."""
        return previous if entry.aggregate in self.journaled else Effects.write_journal(self, entry, previous)

    def park(self, unusable: Unusable, aggregate: str | None) -> None:
        """It was parked then: parked records stay where they are."""
