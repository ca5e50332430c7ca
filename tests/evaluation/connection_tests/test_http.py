"""Connection tests over HTTP, on a real database."""

from tests.builders import EVALUATOR, PUBLISHER
from tests.evaluation.builders import OTHER_DOSSIER
from tests.evaluation.client import WHERE, Client


async def test_runs_are_recorded_under_the_id_of_the_dossier(client: Client) -> None:
    failed = await client.post(
        EVALUATOR, f"{WHERE}/test-runs", {"api_version": "2.1", "failed_cases": ["PAIRING-03"]}, match="1"
    )
    passed = await client.post(EVALUATOR, f"{WHERE}/test-runs", {"api_version": "2.1"}, match="2")

    assert (failed[1]["state"], passed[1]["state"]) == ("failed", "passed")
    _, shown = await client.get(PUBLISHER, f"{WHERE}/connection-tests")
    assert (shown["state"], shown["due_on"], len(shown["runs"])) == ("passed", "2024-09-30", 2)


async def test_there_are_no_runs_without_exchange(client: Client) -> None:
    where = f"/evaluations/{OTHER_DOSSIER}"

    status, problem = await client.post(EVALUATOR, f"{where}/test-runs", {"api_version": "2.1"})
    read, _ = await client.get(EVALUATOR, f"{where}/connection-tests")

    assert (status, problem["code"], read) == (404, "not_found", 404)
