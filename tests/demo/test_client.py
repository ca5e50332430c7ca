"""A client keeps its key over retries, writes down what was accepted, and waits for what is on its way."""

from collections.abc import Callable, Iterator
from itertools import chain, repeat
from typing import Any

import httpx
import pytest

from deploy.demo.client import Doors, NeverSeen, NotAccepted, Person
from deploy.oracle.ledger import Ledger

DONE: dict[str, Any] = {"id": "d-1", "state": "filed", "version": 1, "events": ["Filed"], "allowed": []}
Reply = httpx.Response | Exception


def a_person(*replies: Reply, asked: list[httpx.Request], patience_s: float = 2.0) -> Person:
    """Somebody whom the service answers with these replies, the last one again and again."""
    given: Iterator[Reply] = chain(replies, repeat(replies[-1]))

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        reply = next(given)
        if isinstance(reply, Exception):
            raise reply
        return reply

    http = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    return Person("pub-1", "token", Doors(http, {"intake": "http://intake"}, Ledger(), patience_s))


def a_problem(status: int, code: str) -> httpx.Response:
    return httpx.Response(status, json={"code": code, "faults": [{"path": "name"}]})


async def test_a_command_is_sent_again_under_the_same_key_until_a_service_answers_for_good() -> None:
    asked: list[httpx.Request] = []
    person = a_person(
        httpx.ConnectError("refused"), a_problem(503, "unavailable"), httpx.Response(201, json=DONE), asked=asked
    )

    assert await person.does("intake", "/dossiers", {"name": "x"}, key="key-00000001") == DONE

    assert [request.headers["idempotency-key"] for request in asked] == ["key-00000001"] * 3
    (accepted,) = person.doors.ledger
    assert (accepted.actor, accepted.path) == ("pub-1", "/dossiers")
    assert (accepted.aggregate, accepted.version, accepted.events) == ("d-1", 1, ("Filed",))


async def test_an_answer_given_again_is_the_same_command() -> None:
    again = httpx.Response(201, json=DONE, headers={"idempotency-replayed": "true"})
    person = a_person(httpx.Response(201, json=DONE), again, asked=[])

    for _ in range(2):
        await person.does("intake", "/dossiers", key="key-00000001")

    assert (len(person.doors.ledger), person.doors.ledger.replays) == (1, 1)


@pytest.mark.parametrize(("status", "code"), [(422, "invalid_content"), (409, "act_not_allowed")])
async def test_a_refusal_is_final_and_written_down_nowhere(status: int, code: str) -> None:
    asked: list[httpx.Request] = []
    person = a_person(a_problem(status, code), asked=asked)

    with pytest.raises(NotAccepted, match=f"intake/dossiers answered {status} {code}"):
        await person.does("intake", "/dossiers", key="key-00000001")

    assert (len(asked), len(person.doors.ledger)) == (1, 0)


async def test_nobody_answers_for_ever() -> None:
    person = a_person(httpx.ConnectError("refused"), asked=[], patience_s=0.2)

    with pytest.raises(NeverSeen, match=r"intake/dossiers: not within 0\.2 s, last: ConnectError"):
        await person.does("intake", "/dossiers", key="key-00000001")


async def test_a_reader_waits_for_what_is_on_its_way() -> None:
    asked: list[httpx.Request] = []
    later = [httpx.Response(200, json={"state": state}) for state in ("submitted", "admissible")]
    person = a_person(a_problem(404, "not_found"), *later, asked=asked)

    told = await person.sees("intake", "/dossiers/d-1", _is("admissible"))

    assert told == {"state": "admissible"}
    assert len(asked) == 3


async def test_reading_once_tells_that_there_is_nothing_yet() -> None:
    assert await a_person(a_problem(404, "not_found"), asked=[]).reads("intake", "/dossiers/d-1") == {}


def _is(state: str) -> Callable[[dict[str, Any]], bool]:
    return lambda told: bool(told["state"] == state)
