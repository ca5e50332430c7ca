"""No, doubtful or insufficient identity at intake's doors: refused, nothing changed, the refusal journaled."""

import base64
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest

from shared.identity.actor import Actor, Role
from shared.identity.local_issuer import LocalIssuer
from shared.telemetry.metrics import REGISTRY
from tests.builders import AUDITOR, EVALUATOR, HOLDER, OTHER_PUBLISHER, PUBLISHER, some_id
from tests.http.hosting import Desk, problem
from tests.intake.application.test_line import FILE, PRIOR_REQUEST, drafted

CLAIMS: dict[str, Any] = {"sub": "desk-1", "roles": ["desk_officer"]}


def in_an_hour() -> datetime:
    return datetime.now(UTC) + timedelta(hours=1)


def unsigned(claims: dict[str, Any]) -> str:
    """A token with `alg: none`, as forgers try."""
    parts = ({"alg": "none", "typ": "JWT", "kid": "x"}, {**claims, "exp": int(in_an_hour().timestamp())})
    return ".".join(base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode() for one in parts) + "."


def tokens(issuer: LocalIssuer, elsewhere: Path) -> dict[str, tuple[str, str]]:
    """What may stand in the Authorization header, and the code with which it is refused."""
    whole = {**CLAIMS, "iss": issuer.issuer, "aud": issuer.audience}
    return {
        "none": ("", "token_missing"),
        "no bearer": ("Basic ZGVzazpkZXNr", "token_malformed"),
        "no token": ("Bearer not.a.token", "token_malformed"),
        "expired": (f"Bearer {issuer.token('desk-1', [Role.DESK_OFFICER], lifetime=-timedelta(hours=1))}",
                    "token_expired"),
        "unsigned": (f"Bearer {unsigned(whole)}", "token_algorithm_refused"),
        "shared secret": (f"Bearer {jwt.encode({**whole, 'exp': in_an_hour()}, 'k' * 32, 'HS256')}",
                          "token_algorithm_refused"),
        "other audience": (f"Bearer {issuer.signed({**CLAIMS, 'aud': 'other', 'exp': in_an_hour()})}",
                           "token_wrong_audience"),
        "other issuer": (f"Bearer {issuer.signed({**CLAIMS, 'iss': 'https://other', 'exp': in_an_hour()})}",
                         "token_wrong_issuer"),
        "key of somebody else": (f"Bearer {LocalIssuer(elsewhere).token('desk-1', [Role.DESK_OFFICER])}",
                                 "token_key_unknown"),
    }  # fmt: skip


def refusals(reason: str) -> float:
    """How many were counted so far."""
    return (
        REGISTRY.get_sample_value(
            "referencement_unknown_callers_total", {"act": "validate_prior_request", "reason": reason}
        )
        or 0.0
    )


async def test_a_doubtful_token_is_refused_counted_and_not_journaled(desk: Desk, tmp_path: Path) -> None:
    path = f"/dossiers/{(await desk.done(PUBLISHER, '/dossiers', PRIOR_REQUEST))['id']}"
    before, journal = await desk.stored(), await desk.journal()

    for name, (header, reason) in tokens(desk.issuer, tmp_path / "elsewhere").items():
        counted = refusals(reason)
        response = await desk.post(None, f"{path}/validation", authorization=header)

        assert problem(response) == (401, "token_refused"), name
        assert response.json()["reason"] == reason, name
        assert response.headers["www-authenticate"] == "Bearer"
        assert refusals(reason) == counted + 1, name
    assert await desk.journal() == journal
    assert await desk.stored() == before


@pytest.mark.parametrize("who", [PUBLISHER, EVALUATOR, AUDITOR, HOLDER], ids=lambda actor: actor.id)
async def test_the_wrong_role_is_told_the_right_one(desk: Desk, who: Actor) -> None:
    path = f"/dossiers/{(await desk.done(PUBLISHER, '/dossiers', PRIOR_REQUEST))['id']}"
    before = await desk.stored()

    response = await desk.post(who, f"{path}/validation")

    assert problem(response) == (403, "role_required")
    assert response.json()["roles"] == ["desk_officer"]
    assert await desk.stored() == before
    assert (await desk.journal())[-1] == ("validate_prior_request", who.id, "role_required")


async def test_another_publisher_s_dossier_cannot_be_touched(desk: Desk) -> None:
    path = await drafted(desk)
    before = await desk.stored()

    for command, body in (("submission", FILE), ("withdrawal", {})):
        response = await desk.post(OTHER_PUBLISHER, f"{path}/{command}", body)
        assert problem(response) == (403, "not_your_dossier")

    assert await desk.stored() == before
    assert [(actor, outcome) for _, actor, outcome in await desk.journal()][-2:] == [
        ("pub-2", "not_your_dossier"), ("pub-2", "not_your_dossier"),
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["/dossiers", f"/dossiers/{some_id('any')}"])
async def test_nobody_reads_without_a_token_or_without_a_role(desk: Desk, path: str) -> None:
    assert problem(await desk.get(None, path)) == (401, "token_refused")
    assert problem(await desk.get(HOLDER, path)) == (403, "role_required")
