"""The life of an aggregate as one table: from which state, by which act, to which state."""

from collections.abc import Iterable
from typing import Any

from shared.acts.act import AnyAct
from shared.acts.change import AggregateState, Change
from shared.acts.moment import Moment
from shared.acts.refusal import Refused
from shared.identity.actor import Role

Origin = str | tuple[str | None, ...] | None
Row = tuple[Origin, AnyAct, str | tuple[str, ...]]


class Life:
    """All transitions of one aggregate. `None` as origin: the act creates the aggregate."""

    def __init__(self, *rows: Row) -> None:
        self.acts: dict[str, AnyAct] = {}
        self.rows: tuple[Row, ...] = rows
        self._to: dict[tuple[str | None, str], frozenset[str]] = {}
        self._allowed: dict[str | None, list[str]] = {}
        for origins, act, targets in rows:
            self.acts[act.name] = act
            for origin in origins if isinstance(origins, tuple) else (origins,):
                reached = frozenset(targets if isinstance(targets, tuple) else (targets,))
                self._to[origin, act.name] = self._to.get((origin, act.name), frozenset()) | reached

    def targets(self, state: str | None, act: str) -> frozenset[str]:
        """The states that `act` may lead to from `state`; empty where it does not apply."""
        return self._to.get((state, act), frozenset())

    def allowed(self, state: str | None) -> list[str]:
        """Names of the acts that people may perform in `state`, sorted."""
        if state not in self._allowed:
            acts = (act for origin, act in self._to if origin == state and self.acts[act].roles != {Role.SYSTEM})
            self._allowed[state] = sorted(acts)
        return list(self._allowed[state])

    def states(self) -> Iterable[str]:
        """Every state that the table names."""
        return sorted({to for reached in self._to.values() for to in reached})

    def perform(self, act: AnyAct, state: Any, message: Any, moment: Moment) -> Change[AggregateState]:  # noqa: ANN401
        """Check who asks, then the transition; perform the act, check where it led.

        Refused: role_required, whom the act does not admit, act_not_allowed (with the acts that are), or whatever the
        act refuses.
        """
        act.admit(state, message, moment)
        now = None if state is None else str(state.state)
        reachable = self.targets(now, act.name)
        if not reachable:
            raise Refused("act_not_allowed", act=act.name, state=now, allowed=self.allowed(now))
        change: Change[AggregateState] = act(state, message, moment)
        if change.state.state not in reachable:
            raise AssertionError(f"{act.name} led from {now} to {change.state.state}, which the life does not foresee")
        return change
