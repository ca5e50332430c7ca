"""The act: one pure function by which something happens to an aggregate."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any, Generic, TypeVar

from shared.acts.change import AggregateState, Change
from shared.acts.moment import Moment
from shared.identity.actor import Role

S = TypeVar("S", bound=AggregateState)
M = TypeVar("M")
Prior = TypeVar("Prior")


class Act(Generic[Prior, M, S]):
    """A pure function `(state, message, moment) -> Change`, with its rule and the roles that may perform it."""

    def __init__(self, function: Callable[[Prior, M, Moment], Change[S]], signature: "Signature") -> None:
        self.function = function
        self.name = function.__name__
        self.rule = signature.rule
        self.source = signature.source
        self.roles = signature.roles
        update_wrapper(self, function)

    def __call__(self, state: Prior, message: M, moment: Moment) -> Change[S]:
        return self.function(state, message, moment)

    def __repr__(self) -> str:
        return f"<act {self.name} {self.rule}>"


AnyAct = Act[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Signature:
    """Rule id (say "D-07"), its source (article or process.md section), and the roles that may perform the act."""

    rule: str
    source: str
    roles: frozenset[Role]


def act(
    rule: str, source: str, *, by: Role | tuple[Role, ...] = Role.SYSTEM
) -> Callable[[Callable[[Prior, M, Moment], Change[S]]], Act[Prior, M, S]]:
    """Declare an act. `by` defaults to the system itself: acts that answer an event or a deadline."""
    roles = frozenset((by,) if isinstance(by, Role) else by)
    return lambda function: Act(function, Signature(rule, source, roles))
