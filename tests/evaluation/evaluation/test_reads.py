"""Who reads which evaluations, and how lists come."""

import pytest

from tests.builders import DESK, EVALUATOR, HOLDER, OTHER_PUBLISHER, PUBLISHER
from tests.evaluation.builders import DOSSIER, OTHER_DOSSIER
from tests.evaluation.client import ASSIGNMENT, WHERE, Client


@pytest.mark.parametrize("path", [WHERE, f"{WHERE}/connection-tests", f"{WHERE}/report"])
async def test_another_publisher_sees_nothing(client: Client, path: str) -> None:
    status, problem = await client.get(OTHER_PUBLISHER, path)

    assert (status, problem["code"]) == (403, "not_your_dossier")


async def test_each_sees_the_list_it_may_see(client: Client) -> None:
    for who, expected in (
        (DESK, {DOSSIER, OTHER_DOSSIER}),
        (PUBLISHER, {DOSSIER, OTHER_DOSSIER}),
        (OTHER_PUBLISHER, set()),
    ):
        _, listed = await client.get(who, "/evaluations?state=waiting")

        assert {one["id"] for one in listed["evaluations"]} == expected


async def test_a_holder_reads_nothing_here(client: Client) -> None:
    for path in (WHERE, "/evaluations", f"{WHERE}/connection-tests", f"{WHERE}/report"):
        status, problem = await client.get(HOLDER, path)

        assert (status, problem["code"]) == (403, "role_required")


async def test_the_list_comes_in_pages(client: Client) -> None:
    _, first = await client.get(DESK, "/evaluations?limit=1")
    _, second = await client.get(DESK, f"/evaluations?limit=1&after={first['next']}")

    assert [one["id"] for one in first["evaluations"] + second["evaluations"]] == sorted([DOSSIER, OTHER_DOSSIER])


async def test_the_list_is_filtered_by_state(client: Client) -> None:
    await client.post(EVALUATOR, f"{WHERE}/start", ASSIGNMENT)

    _, listed = await client.get(EVALUATOR, "/evaluations?state=in_evaluation")

    assert listed["evaluations"] == [
        {"id": DOSSIER, "state": "in_evaluation", "service_name": "Carnet de tension", "version": 2}
    ]
