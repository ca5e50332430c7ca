"""What a service remembers of messages it has taken, for ever and at no cost to those that come in time.

The inbox knows recent events. It forgets old ones behind a mark (`forgotten`), for two others know them too: the
journal has an entry for each act performed, `parked` a row for each record that was set aside, and neither is ever
cleared. The id of an event (uuid7) says when it was made: only one old enough to be behind the mark is looked up there.
What was answered to a command stands in its journal entry as well.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from shared.acts.life import Life
from shared.acts.moment import derived_id

Pair = tuple[str, str]
"""Message and aggregate."""
OLD_S = 3600.0
"""From this age on an event is looked up; the inbox keeps events for days, whatever the clocks' differences."""
TAKEN = (
    "EXISTS (SELECT FROM journal j WHERE j.aggregate = p.aggregate AND j.message = p.message::text "
    "AND j.outcome = 'performed') OR EXISTS (SELECT FROM parked k WHERE k.id = p.parked)"
)
"""Of p (message, aggregate, parked): it was performed, or set aside."""
FORGOTTEN = (
    "SELECT p.message::text, p.aggregate::text FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) "
    f"AS p(message, aggregate, parked) WHERE p.message < (SELECT upto FROM forgotten) AND ({TAKEN})"
)
ANSWERED = (
    "SELECT message, digest, aggregate::text AS id, state, version, events FROM journal "
    "WHERE message = ANY($1::text[]) AND door = 'http' AND outcome = 'performed'"
)


class Reads(Protocol):
    """What we use of a connection."""

    async def fetch(self, query: str, /, *args: Any) -> list[Any]: ...  # noqa: ANN401


def made_before(seconds_ago: float) -> str:
    """Ids of events (uuid7) sort by time: those made before that are less than this one."""
    text = f"{int((time.time() - seconds_ago) * 1000):012x}"
    return f"{text[:8]}-{text[8:]}-7000-8000-000000000000"


def tells_its_age(message: str) -> bool:
    """Whether an id is a uuid7; ids that are derived from something else are not, and the inbox keeps them."""
    return message[14] == "7"


def as_columns(pairs: Sequence[Pair]) -> tuple[list[str], list[str], list[str]]:
    """Messages, aggregates, and the ids under which each would be parked."""
    return [one for one, _ in pairs], [one for _, one in pairs], [derived_id(*pair) for pair in pairs]


async def forgotten(conn: Reads, pairs: Iterable[Pair]) -> set[Pair]:
    """Which of these, unknown to the inbox, were taken all the same, before the mark up to which it has forgotten."""
    limit = made_before(OLD_S)
    old = [pair for pair in pairs if pair[0] < limit and tells_its_age(pair[0])]
    if not old:
        return set()
    return {(row["message"], row["aggregate"]) for row in await conn.fetch(FORGOTTEN, *as_columns(old))}


async def given_answers(conn: Reads, commands: Mapping[str, Life]) -> dict[str, tuple[bytes, dict[str, Any]]]:
    """Digest and answer of commands that were performed before, by their messages."""
    if not commands:
        return {}
    found = await conn.fetch(ANSWERED, list(commands))
    return {
        row["message"]: (
            row["digest"],
            answer(commands[row["message"]], row["id"], row["state"], row["version"], row["events"].split()),
        )
        for row in found
    }


def answer(life: Life, id_: str, state: str, version: int, events: Sequence[str]) -> dict[str, Any]:
    """What the client is told of an act: now, and whenever it asks again with the same key."""
    return {"id": id_, "state": state, "version": version, "events": events, "allowed": life.allowed(state)}
