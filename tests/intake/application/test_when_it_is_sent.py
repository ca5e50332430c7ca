"""Too late, too early, or to nobody: versions, states and dossiers that are not there."""

import pytest

from tests.builders import DESK, PUBLISHER, some_id
from tests.http.hosting import Desk, problem
from tests.intake.application.test_line import PRIOR_REQUEST, drafted


async def test_a_stale_version_is_refused_with_the_current_one(desk: Desk) -> None:
    path = f"/dossiers/{(await desk.done(PUBLISHER, '/dossiers', PRIOR_REQUEST))['id']}"
    await desk.done(DESK, f"{path}/validation")
    before = await desk.stored()

    response = await desk.post(PUBLISHER, f"{path}/withdrawal", if_match='"1"')

    assert problem(response) == (412, "stale_version")
    assert response.json()["current"] == 2
    assert await desk.stored() == before
    assert (await desk.journal())[-1] == ("withdraw_application", "pub-1", "stale_version")


async def test_the_version_last_read_is_accepted(desk: Desk) -> None:
    path = await drafted(desk)
    read = await desk.get(PUBLISHER, path)

    response = await desk.post(PUBLISHER, f"{path}/withdrawal", if_match=read.headers["etag"])

    assert response.json()["state"] == "withdrawn"


async def test_without_a_version_nothing_is_changed(desk: Desk) -> None:
    path = await drafted(desk)

    response = await desk.post(PUBLISHER, f"{path}/withdrawal", if_match="")

    assert problem(response) == (428, "if_match_missing")


@pytest.mark.parametrize("etag", ['"abc"', '"-1"', '"8", "9"', '"\u00b2"', '"' + "9" * 5000 + '"'])
async def test_an_etag_that_is_not_ours_is_stale(desk: Desk, etag: str) -> None:
    path = await drafted(desk)
    token = desk.token(PUBLISHER)

    response = await desk.client.post(
        f"{path}/withdrawal", json={}, headers={b"if-match": etag.encode("latin-1"), b"idempotency-key": b"withdraw-1",
        b"authorization": f"Bearer {token}".encode()},
    )  # fmt: skip

    assert problem(response) == (412, "stale_version")


async def test_an_act_that_does_not_apply_is_refused_with_those_that_do(desk: Desk) -> None:
    path = f"/dossiers/{(await desk.done(PUBLISHER, '/dossiers', PRIOR_REQUEST))['id']}"
    before = await desk.stored()

    response = await desk.post(DESK, f"{path}/admissibility")

    assert problem(response) == (409, "act_not_allowed")
    assert response.json()["state"] == "prior_submitted"
    assert response.json()["allowed"] == ["reject_prior_request", "validate_prior_request", "withdraw_application"]
    assert await desk.stored() == before
    assert (await desk.journal())[-1] == ("declare_admissible", "desk-1", "act_not_allowed")


@pytest.mark.parametrize(
    "path", [f"/dossiers/{some_id('nobody')}/validation", "/dossiers/42/validation", "/dossiers/%00/validation"]
)
async def test_a_dossier_that_is_not_there_is_not_found(desk: Desk, path: str) -> None:
    assert problem(await desk.post(DESK, path)) == (404, "not_found")
