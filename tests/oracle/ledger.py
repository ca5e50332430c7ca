"""The ledger: every command that a service accepted, as the client who sent it saw it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from shared.acts.moment import derived_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """One answer 2xx to a command."""

    service: str
    path: str
    actor: str
    key: str
    """Its Idempotency-Key."""
    aggregate: str
    state: str
    version: int
    events: tuple[str, ...]

    @property
    def message(self) -> str:
        """The id under which the service must have journaled it."""
        return derived_id("command", self.actor, self.key)


@dataclass(slots=True)
class Ledger:
    """Accepted commands in the order in which their answers arrived. Replayed answers are the same command."""

    _accepted: dict[tuple[str, str], Accepted] = field(default_factory=dict)
    replays: int = 0

    def note(self, accepted: Accepted) -> None:
        """Write one down; a second answer to the same command must be the first one again.

        ValueError: it is not, so the service performed it twice or forgot it.
        """
        known = self._accepted.setdefault((accepted.service, accepted.message), accepted)
        if known is not accepted:
            self.replays += 1
        if known != accepted:
            raise ValueError(f"{accepted.service}{accepted.path} answered {known} and then {accepted} to the same key")

    def __iter__(self) -> Iterator[Accepted]:
        return iter(self._accepted.values())

    def __len__(self) -> int:
        return len(self._accepted)
