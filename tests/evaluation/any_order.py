"""Messages in any order and however often, performed as the shell would."""

from dataclasses import dataclass, field

from hypothesis import strategies as st

from shared.acts.act import AnyAct
from shared.acts.change import AggregateState, CancelDeadline
from shared.acts.life import Life
from shared.acts.refusal import Refused
from shared.contracts.envelope import encode
from shared.identity.actor import Actor
from tests.builders import EVALUATOR, PUBLISHER, REVIEWER, SYSTEM, at
from tests.evaluation.builders import DAY

Message = tuple[AnyAct, object]
Arrival = tuple[Message, Actor]
ACTORS = (SYSTEM, EVALUATOR, REVIEWER, PUBLISHER)


@dataclass
class Observed:
    """One aggregate, the events it emitted, which of its deadlines are set."""

    life: Life
    state: AggregateState | None = None
    emitted: list[str] = field(default_factory=list)
    waiting: set[str] = field(default_factory=set)
    wire: bytes = b""

    def perform(self, message: Message, actor: Actor) -> None:
        """Perform as the shell would; a refusal changes nothing, an unforeseen state fails the test."""
        act, payload = message
        try:
            change = self.life.perform(act, self.state, payload, at(DAY, actor))
        except Refused:
            return
        self.state = change.state
        self.emitted += [type(event).__name__ for event in change.events]
        self.wire += b"".join(map(encode, change.events))
        for one in change.deadlines:
            (self.waiting.discard if isinstance(one, CancelDeadline) else self.waiting.add)(one.kind)


def arrivals(meant: tuple[Arrival, ...]) -> st.SearchStrategy[list[Arrival]]:
    """Messages in any order, with repetitions: by whom they are meant for, or by anybody."""
    by_anybody = st.tuples(st.sampled_from([message for message, _ in meant]), st.sampled_from(ACTORS))
    return st.lists(st.one_of(st.sampled_from(meant), by_anybody), max_size=25)
