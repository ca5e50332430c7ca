"""Signing in to pages: the token in a cookie, verified each time; forms held to their session; nobody led astray."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from services.intake.application.domain.prior_request import RejectPriorRequest, reject_prior_request
from services.intake.application.rows import APPLICATION
from services.intake.main import SERVICE
from shared.http.forms import form_of, perform_form
from shared.http.performing import Command
from shared.http.session import session_of
from shared.http.signing_in import router as signing_in
from shared.identity.actor import Actor, Role
from tests.builders import DESK, HOLDER, PUBLISHER
from tests.conftest import ServiceDatabase
from tests.intake.follow_up.test_pages import a_dossier
from tests.pages.hosting import Site, hosted
from tests.pages.reading import Page, assert_accessible

REJECTION = Command("/dossiers/{id}/rejection", RejectPriorRequest, reject_prior_request, APPLICATION)
desk_pages = APIRouter()


@desk_pages.get("/desk-page")
async def desk_page(request: Request) -> JSONResponse:
    session = await session_of(request, Role.DESK_OFFICER)
    return JSONResponse({"who": session.actor.id, "form_key": session.form_key, "key": session.new_key()})


@desk_pages.post("/desk-page/{id}/rejection")
async def reject(request: Request) -> JSONResponse:
    session, form = await session_of(request, Role.DESK_OFFICER), await form_of(request)
    outcome = await perform_form(request, REJECTION, session, form, {"grounds": list(form["grounds"])})
    return JSONResponse({"version": outcome.answer["version"], "repeated": outcome.repeated})


WITH_PAGES = replace(SERVICE, other_routers=(*SERVICE.other_routers, signing_in, desk_pages))


@pytest.fixture
async def site(service_database: ServiceDatabase, tmp_path: Path) -> AsyncIterator[Site]:
    async with hosted(WITH_PAGES, await service_database("intake"), tmp_path, demonstration=True) as found:
        yield found


def token(site: Site, who: Actor, **lasting: float) -> str:
    return site.issuer.token(who.id, who.roles, who.organisation, timedelta(**lasting or {"hours": 1}))


async def sign_in(site: Site, token: str, then: str = "/desk-page", **headers: str) -> httpx.Response:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return await site.client.post("/session", data={"token": token, "then": then}, headers=told)


def led_to(answer: httpx.Response) -> tuple[str, dict[str, str]]:
    """Path and query of a redirection to look at another page."""
    assert answer.status_code == 303
    parts = urlsplit(answer.headers["location"])
    return parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()}


async def test_who_is_not_signed_in_is_led_to_the_form_and_on_to_the_page_that_was_asked_for(site: Site) -> None:
    path, query = led_to(await site.get("/desk-page?of=may"))

    assert (path, query) == ("/session", {"then": "/desk-page?of=may", "why": "token_missing"})
    page = Page((await site.client.get("/session", params=query)).text)
    assert_accessible(page)
    assert page.one("h1").text == "Connexion"
    assert "Connectez-vous pour voir cette page." in page.text
    assert led_to(await sign_in(site, token(site, DESK), query["then"])) == ("/desk-page", {"of": "may"})
    assert (await site.get("/desk-page")).json()["who"] == "desk-1"


async def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(site: Site) -> None:
    answer = await sign_in(site, token(site, DESK))

    name, *marks = answer.headers["set-cookie"].split("; ")
    assert name.startswith("referencement_session=")
    assert sorted(marks) == ["HttpOnly", "Path=/", "SameSite=strict"]


async def test_outside_of_demonstrations_the_cookie_travels_over_tls_only(
    service_database: ServiceDatabase, tmp_path: Path
) -> None:
    async with hosted(WITH_PAGES, await service_database("intake"), tmp_path) as site:
        answer = await sign_in(site, token(site, DESK))

    name, *marks = answer.headers["set-cookie"].split("; ")
    assert name.startswith("__Host-referencement_session=")
    assert sorted(marks) == ["HttpOnly", "Path=/", "SameSite=strict", "Secure"]


async def test_the_form_asks_for_a_token_that_is_valid_now(site: Site) -> None:
    for wrong, told in (
        ("", "Connectez-vous pour voir cette page."),
        ("é", "Ce texte n’est pas un jeton."),
        ("abc", "Ce texte n’est pas un jeton."),
        (token(site, DESK, hours=-1), "Votre session a expiré."),
        ("x" * 3801, "Ce jeton est trop long pour tenir dans un cookie."),
    ):
        answer = await sign_in(site, wrong)
        assert (answer.status_code, "set-cookie" in answer.headers) == (401, False)
        page = Page(answer.text)
        assert_accessible(page)
        assert told in page.text
        assert wrong[:20] not in page.text or wrong in ("", "é")


async def test_the_token_is_judged_at_every_request(site: Site) -> None:
    await sign_in(site, token(site, DESK))
    site.client.cookies.set("referencement_session", token(site, DESK, hours=-1), domain="service.test", path="/")

    assert led_to(await site.get("/desk-page"))[1]["why"] == "token_expired"


async def test_another_role_is_told_so_and_may_sign_in_as_somebody_else(site: Site) -> None:
    await sign_in(site, token(site, HOLDER))

    path, query = led_to(await site.get("/desk-page"))
    page = Page((await site.client.get(path, params=query)).text)

    assert "Votre rôle ne donne pas accès à cette page." in page.text
    assert "Vous êtes connecté(e) : hol-1" in page.text
    assert_accessible(page)


async def test_the_api_does_not_take_the_cookie_for_an_identity(site: Site) -> None:
    dossier = await a_dossier(site)
    await sign_in(site, token(site, DESK))

    answer = await site.get(f"/dossiers/{dossier}")

    assert (answer.status_code, answer.json()["code"]) == (401, "token_refused")


async def test_a_proxy_that_signs_people_in_goes_before_the_cookie(site: Site) -> None:
    await sign_in(site, token(site, HOLDER))

    assert (await site.get("/desk-page", DESK)).json()["who"] == "desk-1"


async def test_behind_a_proxy_that_renews_its_token_a_form_is_ours_where_the_browser_says_so(site: Site) -> None:
    dossier = await a_dossier(site)
    marks = (await site.get("/desk-page", DESK)).json()
    form = {"form_key": marks["form_key"], "key": marks["key"], "version": "1", "grounds": ["out_of_scope"]}

    answers = [
        await site.client.post(
            f"/desk-page/{dossier}/rejection",
            data=form,
            headers={"authorization": f"Bearer {token(site, DESK)}", **({"sec-fetch-site": said} if said else {})},
        )
        for said in ("", "cross-site", "same-site", "same-origin")
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403, 200]


async def test_signing_out_takes_the_cookie_back(site: Site) -> None:
    await sign_in(site, token(site, DESK))

    assert led_to(await site.client.post("/session/end")) == ("/session", {})
    assert led_to(await site.get("/desk-page"))[1]["why"] == "token_missing"


@pytest.mark.parametrize(
    "then", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\n/x", "/" * 501]
)
async def test_nobody_is_sent_on_to_a_stranger(site: Site, then: str) -> None:
    assert led_to(await sign_in(site, token(site, DESK), then)) == ("/session", {})


@pytest.mark.parametrize("then", ["//%5B", "//[", "http://[::1", "%00", "%ff", "//%5B&then=/x"])
async def test_a_place_that_no_parser_reads_is_ignored_or_refused(site: Site, then: str) -> None:
    answer = await site.client.get(f"/session?then={then}")

    assert answer.status_code == (400 if "&" in then else 200)
    assert "[" not in Page(answer.text).text if answer.status_code == 200 else answer.json()["name"] == "then"


async def test_a_field_that_is_sent_twice_is_refused_by_name(site: Site) -> None:
    answer = await site.client.post("/session", data={"token": ["a", "b"], "then": "/"})

    assert (answer.status_code, answer.json()["code"], answer.json()["name"]) == (400, "repeated_parameter", "token")


@pytest.mark.parametrize("path", ["/session", "/session/end"])
async def test_another_site_can_sign_nobody_in_or_out(site: Site, path: str) -> None:
    answer = await site.client.post(path, data={"token": token(site, DESK)}, headers={"sec-fetch-site": "cross-site"})

    assert (answer.status_code, answer.json()["code"]) == (403, "form_not_ours")
    assert "set-cookie" not in answer.headers


async def test_a_form_performs_the_same_act_as_the_api_once(site: Site) -> None:
    dossier = await a_dossier(site)
    await sign_in(site, token(site, DESK))
    marks = (await site.get("/desk-page")).json()
    form = {"form_key": marks["form_key"], "key": marks["key"], "version": "1", "grounds": ["out_of_scope"]}

    first = await site.client.post(f"/desk-page/{dossier}/rejection", data=form)
    again = await site.client.post(f"/desk-page/{dossier}/rejection", data=form)

    assert (first.json(), again.json()) == ({"version": 2, "repeated": False}, {"version": 2, "repeated": True})
    assert await site.found("SELECT state, version FROM applications") == [("rejected", 2)]


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"form_key": "0" * 64}, 403, "form_not_ours"),
        ({"form_key": "é"}, 403, "form_not_ours"),
        ({"key": ""}, 400, "idempotency_key_missing"),
        ({"version": "7"}, 412, "stale_version"),
        ({"grounds": ["not a code"]}, 422, "invalid_content"),
    ],
)
async def test_a_form_that_is_not_right_changes_nothing(
    site: Site, changed: dict[str, object], status: int, code: str
) -> None:
    dossier = await a_dossier(site)
    await sign_in(site, token(site, DESK))
    marks = (await site.get("/desk-page")).json()
    form = {"form_key": marks["form_key"], "key": marks["key"], "version": "1", "grounds": ["out_of_scope"]} | changed

    answer = await site.client.post(f"/desk-page/{dossier}/rejection", data=form)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert await site.found("SELECT state, version FROM applications") == [("prior_submitted", 1)]


async def test_the_form_of_another_session_is_refused(site: Site) -> None:
    dossier = await a_dossier(site)
    await sign_in(site, token(site, DESK))
    marks = (await site.get("/desk-page")).json()
    await sign_in(site, token(site, replace(DESK, id="desk-2")))
    form = {"form_key": marks["form_key"], "key": marks["key"], "version": "1", "grounds": "out_of_scope"}

    answer = await site.client.post(f"/desk-page/{dossier}/rejection", data=form)

    assert answer.json()["code"] == "form_not_ours"


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        (b"{}", "application/json", "unsupported_media_type"),
        (b"a=%FF", "application/x-www-form-urlencoded", "malformed_form"),
        (b"a=\xff", "application/x-www-form-urlencoded", "malformed_form"),
        (b"a=1&" * 5001, "application/x-www-form-urlencoded", "malformed_form"),
        (b"a" * 1_000_001, "application/x-www-form-urlencoded", "too_large"),
    ],
)
async def test_what_is_no_form_of_ours_is_refused(site: Site, content: bytes, kind: str, code: str) -> None:
    answer = await site.client.post("/session", content=content, headers={"content-type": kind})

    assert answer.json()["code"] == code


async def test_behind_an_ingress_the_way_to_the_page_keeps_its_prefix(
    service_database: ServiceDatabase, tmp_path: Path
) -> None:
    dsn = await service_database("intake")
    async with hosted(WITH_PAGES, dsn, tmp_path, demonstration=True, root_path="/intake") as site:
        path, query = led_to(await site.get("/desk-page"))
        answer = await sign_in(site, token(site, DESK), query["then"])

    assert path == "/intake/session"
    assert led_to(answer)[0] == "/intake/desk-page"


async def test_a_publisher_signs_in_like_anybody(site: Site) -> None:
    await sign_in(site, token(site, PUBLISHER), "/session")

    assert "pub-1" in Page((await site.get("/session")).text).text
