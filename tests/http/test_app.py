"""What every service's application does whatever the route: problems, traces, health, its own document."""

import re
from typing import Any

import pytest

from services.intake.application.commands import COMMANDS
from shared.http.bodies import adapter
from shared.http.commands import Command
from tests.builders import DESK, PUBLISHER
from tests.http.hosting import Desk, HandClock, problem
from tests.intake.application.test_line import PRIOR_REQUEST


async def test_a_path_that_is_none_is_a_problem(desk: Desk) -> None:
    assert problem(await desk.get(DESK, "/dossier")) == (404, "not_found")


async def test_a_method_that_is_not_there_is_a_problem(desk: Desk) -> None:
    response = await desk.client.delete("/dossiers")

    assert response.status_code == 405
    assert response.headers["content-type"] == "application/problem+json"


async def test_a_mistake_of_ours_is_a_problem_that_tells_the_trace_and_nothing_else(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistaken(_clock: HandClock) -> None:
        raise LookupError("the secret of the house")

    monkeypatch.setattr(HandClock, "now", mistaken)
    response = await desk.post(PUBLISHER, "/dossiers", PRIOR_REQUEST)

    assert problem(response) == (500, "internal_error")
    assert re.fullmatch("[0-9a-f]{32}", response.json()["trace"])
    assert "LookupError" not in response.text and "secret" not in response.text


async def test_each_answer_names_its_trace_and_continues_that_of_the_caller(desk: Desk) -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"

    response = await desk.client.get("/dossiers", headers={"traceparent": f"00-{trace}-00f067aa0ba902b7-01"})

    assert response.headers["trace-id"] == trace


async def test_alive_is_who_turns_and_ready_for_callers_who_has_a_database(desk: Desk) -> None:
    live, ready = await desk.inside("/livez"), await desk.inside("/readyz")

    assert (live.status_code, live.json()) == (200, {"live": True, "stuck": []})
    assert ready.status_code == 200
    away = "broker is not there, nobody listens: start it, or correct the address"
    assert ready.json() == {"ready": True, "lacking": [], "without": [away, "no partitions assigned yet"]}


async def test_the_metrics_tell_which_server_is_away_and_the_rest_all_the_same(desk: Desk) -> None:
    told = (await desk.inside("/metrics")).text.splitlines()

    assert 'referencement_database_up{service="intake"} 1.0' in told
    assert 'referencement_kafka_up{service="intake"} 0.0' in told
    assert [line for line in told if line.startswith('referencement_deadlines_due{service="intake"} ')]


async def test_the_metrics_name_no_dossier(desk: Desk) -> None:
    missing = "/dossiers/0197a1c2-5d3e-7a10-8b4f-6c2d1e0f9a87"
    await desk.get(DESK, missing)

    measured = (await desk.inside("/metrics")).text

    assert 'route="/dossiers/{id}"' in measured
    assert "0197a1c2" not in measured


async def test_the_document_names_each_act_with_its_rule_and_roles(desk: Desk) -> None:
    document = (await desk.get(None, "/openapi.json")).json()

    submit = document["paths"]["/dossiers"]["post"]
    assert submit["description"].endswith("Rule I-01 (process.md 3.1 row 1; 2.0, 2.1). Roles: publisher.")
    assert [one["name"] for one in submit["parameters"]] == ["Idempotency-Key"]
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"


async def test_the_document_refers_to_nothing_that_is_not_in_it(desk: Desk) -> None:
    document = (await desk.get(None, "/openapi.json")).text
    known = (await desk.get(None, "/openapi.json")).json().get("components", {}).get("schemas", {})

    assert {name for name in re.findall(r"#/components/schemas/([^\"]+)", document) if name not in known} == set()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.act.name)
def test_each_example_of_the_document_is_a_command(command: Command) -> None:
    parsed: Any = adapter(command.body).validate_python(dict(command.example))

    assert isinstance(parsed, command.body)
