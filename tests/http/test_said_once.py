"""Nothing that may be said once is guessed when it is said twice; texts of strangers are judged at the door."""

import pytest

from tests.builders import DESK, OTHER_PUBLISHER, PUBLISHER
from tests.http.hosting import Desk, problem
from tests.intake.application.test_line import PRIOR_REQUEST


@pytest.mark.parametrize(
    ("body", "key", "path"),
    [
        (b'{"grounds":["out_of_scope"],"grounds":["late"]}', "grounds", "grounds"),
        (b'{"facts":{"paid":true,"paid":false}}', "paid", "facts.paid"),
        (b'{"answers":{"INT-04":10,"INT\\u002d04":90}}', "INT-04", "answers.INT-04"),
        (b'{"evidence":{"SEC-07":[{"type":"report","type":"audit"}]}}', "type", "evidence.SEC-07.0.type"),
    ],
)
async def test_a_key_that_stands_twice_is_refused_by_name_at_any_depth(
    desk: Desk, body: bytes, key: str, path: str
) -> None:
    dossier = f"/dossiers/{(await desk.done(PUBLISHER, '/dossiers', PRIOR_REQUEST))['id']}"
    who, act = (DESK, "rejection") if b"grounds" in body else (PUBLISHER, "draft")

    answer = await desk.post(who, f"{dossier}/{act}", content=body)

    assert problem(answer) == (400, "duplicate_key")
    assert (answer.json()["key"], answer.json()["path"]) == (key, path)


@pytest.mark.parametrize("query", ["limit=5&limit=6", "limit=5&lim%69t=6", "after=&after="])
async def test_a_parameter_that_is_sent_twice_is_refused_by_name(desk: Desk, query: str) -> None:
    answer = await desk.get(DESK, f"/dossiers?{query}")

    assert problem(answer) == (400, "repeated_parameter")
    assert answer.json()["name"] == query[: query.index("=")]


@pytest.mark.parametrize(
    ("first", "second"), [("authorization", "Authorization"), ("idempotency-key", "IDEMPOTENCY-KEY")]
)
async def test_a_header_that_is_sent_twice_is_refused_however_it_is_spelt(desk: Desk, first: str, second: str) -> None:
    sent = [("authorization", f"Bearer {desk.token(PUBLISHER)}"), ("idempotency-key", "k" * 20)]
    twice = [*sent, (second, dict(sent)[first])]

    answer = await desk.client.post("/dossiers", json=PRIOR_REQUEST, headers=twice)

    assert problem(answer) == (400, "header_repeated")
    assert answer.json()["header"] == first


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"name": "\u200b"}, ("name", "text_invisible")),
        ({"name": "Carnet\x1b[31m"}, ("name", "text_control")),
        ({"publisher": "Exemple\nSanté"}, ("publisher", "text_one_line")),
        ({"description": "Un carnet \u202euf"}, ("description", "text_direction")),
        ({"url": "https://"}, ("url", "address_host")),
        ({"url": "http://user:pw@evil.com/"}, ("url", "address_user_info")),
        ({"url": "https://user:pw@evil.com/"}, ("url", "address_user_info")),
        ({"forms": ["anything"]}, ("forms.0", "unknown_form")),
        ({"forms": ["web_site", "web_site"]}, ("forms.1", "repeated")),
        ({"forms": ["web_site"] * 1000}, ("forms", "too_many")),
        ({"category": "une phrase entière"}, ("category", "not_a_code")),
    ],
)
async def test_a_text_that_would_mislead_the_public_is_refused_by_its_place(
    desk: Desk, change: dict[str, object], fault: tuple[str, str]
) -> None:
    answer = await desk.post(PUBLISHER, "/dossiers", {**PRIOR_REQUEST, **change})

    assert problem(answer) == (422, "invalid_content")
    assert [(one["path"], one["code"]) for one in answer.json()["faults"]] == [fault]
    assert answer.json()["faults"][0]["detail"]


async def test_what_is_typed_is_kept_normalised(desk: Desk) -> None:
    typed = {"name": "  Carnet co\u00adope\u0301ratif ", "url": "HTTPS://Santé.Example:443/é"}

    dossier = await desk.done(PUBLISHER, "/dossiers", {**PRIOR_REQUEST, **typed})

    service = (await desk.get(PUBLISHER, f"/dossiers/{dossier['id']}")).json()["service"]
    assert (service["name"], service["url"]) == ("Carnet coopératif", "https://xn--sant-epa.example/%C3%A9")


@pytest.mark.parametrize(
    "act", ["draft", "rebase", "submission", "completion", "complement", "withdrawal", "evidence-renewal"]
)
@pytest.mark.parametrize("version", ["*", '"1"', '"7"'])
async def test_a_stranger_learns_neither_version_nor_state(desk: Desk, act: str, version: str) -> None:
    dossier = f"/dossiers/{(await desk.done(PUBLISHER, '/dossiers', PRIOR_REQUEST))['id']}"
    bodies: dict[str, object] = {"complement": {"answers": {}}, "evidence-renewal": {"evidence": {}}}
    body = bodies.get(act, {})

    answers = [await desk.post(who, f"{dossier}/{act}", body, if_match=version) for who in (OTHER_PUBLISHER, DESK)]

    assert [problem(one) for one in answers] == [(403, "not_your_dossier"), (403, "role_required")]
    assert all(not {"current", "state", "allowed", "expected"} & set(one.json()) for one in answers)
