"""The act: one pure function by which something happens to an aggregate."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any, Generic, TypeVar

from shared.acts.change import AggregateState, Change
from shared.acts.moment import Moment
from shared.acts.refusal import Refused
from shared.identity.actor import Actor, Role

S = TypeVar("S", bound=AggregateState)
M = TypeVar("M")
Prior = TypeVar("Prior")
PUBLIC_SIDE = frozenset(
    {Role.DESK_OFFICER, Role.EVALUATOR, Role.COMMISSION_SECRETARY, Role.MINISTER_DELEGATE, Role.AUDITOR}
)
"""Who examines, decides and watches: never on a dossier of an organisation that they speak for."""
Admits = Callable[[Any, Any, Moment], None]


class Act(Generic[Prior, M, S]):
    """A pure function `(state, message, moment) -> Change`, with its rule and the roles that may perform it."""

    def __init__(self, function: Callable[[Prior, M, Moment], Change[S]], signature: "Signature") -> None:
        self.function = function
        self.name = function.__name__
        self.rule = signature.rule
        self.source = signature.source
        self.roles = signature.roles
        self.admits = signature.admits
        update_wrapper(self, function)

    def __call__(self, state: Prior, message: M, moment: Moment) -> Change[S]:
        return self.function(state, message, moment)

    def admit(self, state: Prior, message: M, moment: Moment) -> None:
        """Whether this actor may perform the act on this aggregate at all, whatever its state and version.

        Refused: role_required, conflict_of_interest, or what the declared `admits` refuses (not_your_dossier, say).
        """
        capacities = self.roles & moment.actor.roles
        if not capacities:
            raise Refused("role_required", roles=sorted(self.roles), act=self.name)
        if _judges_own_case(capacities, state, moment.actor):
            raise Refused("conflict_of_interest", act=self.name)
        if self.admits is not None and state is not None:
            self.admits(state, message, moment)

    def __repr__(self) -> str:
        return f"<act {self.name} {self.rule}>"


def _judges_own_case(capacities: frozenset[Role], state: object, actor: Actor) -> bool:
    """Whether somebody who speaks for a publisher would act for the public side on that publisher's own dossier.

    [assumption] No text of the scheme says so in as many words; impartiality (CRPA L.100-2) asks for it.
    """
    if capacities.isdisjoint(PUBLIC_SIDE) or Role.PUBLISHER in capacities:
        return False
    return actor.belongs_to(getattr(state, "organisation", None))


AnyAct = Act[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Signature:
    """Rule id (say "D-07"), its source (article or process.md section), and the roles that may perform the act."""

    rule: str
    source: str
    roles: frozenset[Role]
    admits: Admits | None = None


def act(
    rule: str, source: str, *, by: Role | tuple[Role, ...] = Role.SYSTEM, admits: Admits | None = None
) -> Callable[[Callable[[Prior, M, Moment], Change[S]]], Act[Prior, M, S]]:
    """Declare an act. `by` defaults to the system itself: acts that answer an event or a deadline.

    `admits` raises Refused for those of the role who have no part in this very aggregate; it is asked before version
    and state, so that a stranger learns neither.
    """
    roles = frozenset((by,) if isinstance(by, Role) else by)
    return lambda function: Act(function, Signature(rule, source, roles, admits))
