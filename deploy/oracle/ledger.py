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
    """Accepted commands in the order in which their answers arrived."""

    _accepted: dict[tuple[str, str], Accepted] = field(default_factory=dict)
    replays: int = 0
    """Answers that services gave again, to clients that asked again."""

    def note(self, accepted: Accepted, *, replayed: bool = False) -> None:
        """Write one down; `replayed`: the service says that it answers again. A second answer must be the first one.

        ValueError: it is not, so the service performed the command twice or forgot it.
        """
        self.replays += replayed
        known = self._accepted.setdefault((accepted.service, accepted.message), accepted)
        if known != accepted:
            raise ValueError(f"{accepted.service}{accepted.path} answered {known} and then {accepted} to the same key")

    def __iter__(self) -> Iterator[Accepted]:
        return iter(self._accepted.values())

    def __len__(self) -> int:
        return len(self._accepted)
