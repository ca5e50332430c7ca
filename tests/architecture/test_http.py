"""Every route of every service answers as HTTP expects, whoever wrote it: asked here one by one, without a database.

The database of these applications refuses connections, so each read that needs it has to say 503 and when to come back.
"""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi.routing import APIRoute

from shared.identity.actor import Actor, Role
from tests.architecture.sources import SERVICES, service
from tests.pages.hosting import Site, hosted

NOWHERE = "postgresql://nobody@127.0.0.1:1/nowhere"
SOME_ID = "0197a1c2-5d3e-7a10-8b4f-6c2d1e0f9a87"
EVERYBODY = Actor("somebody", frozenset(Role) - {Role.SYSTEM}, "an-organisation")
VALUES = {"id": SOME_ID, "kind": "csv", "ref": "3.0.0", "questionnaire": "x", "criterion": "x", "fact": "x", "act": "x",
          "digest": "0", "name": "none.css"}  # fmt: skip
NEEDED = {"/programme/impact": "?from=1&to=2", "/dossiers/{id}/suivi": "?key=none"}
WITHOUT_DATABASE = {
    "/docs", "/openapi.json", "/.well-known/security.txt", "/session",
    "/static/{digest}/{name}", "/programme", "/programme/versions/{ref}", "/programme/impact", "/dossiers/{id}/suivi",
}  # fmt: skip


@pytest.fixture(params=SERVICES)
async def site(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Site]:
    async with hosted(service(request.param), NOWHERE, tmp_path, security_contact="mailto:a@b.example") as found:
        yield found


def routes(site: Site, method: str) -> list[str]:
    own = [route for router in site.service.routers for route in router.routes if isinstance(route, APIRoute)]
    shared = ["/docs", "/openapi.json", "/.well-known/security.txt"] if method == "GET" else []
    return [route.path for route in own if method in (route.methods or ())] + shared


async def asked(site: Site, method: str, path: str, **headers: str) -> httpx.Response:
    token = site.issuer.token(EVERYBODY.id, EVERYBODY.roles, EVERYBODY.organisation)
    sent = {"authorization": f"Bearer {token}", "sec-fetch-site": "same-origin"} | headers
    return await site.client.request(method, path.format(**VALUES) + NEEDED.get(path, ""), headers=sent)


async def test_head_answers_as_get_does_and_says_nothing(site: Site) -> None:
    for path in routes(site, "GET"):
        got, head = await asked(site, "GET", path), await asked(site, "HEAD", path)

        assert (path, head.status_code, head.content) == (path, got.status_code, b"")
        assert head.headers["content-type"] == got.headers["content-type"]


async def test_every_path_names_its_methods(site: Site) -> None:
    for path in {*routes(site, "GET"), *routes(site, "POST")}:
        refused, options = await asked(site, "PATCH", path), await asked(site, "OPTIONS", path)

        assert (path, refused.status_code, refused.json()["status"]) == (path, 405, 405)
        assert options.status_code == 204
        assert set(refused.headers["allow"].split(", ")) == set(options.headers["allow"].split(", "))
        assert {"GET", "HEAD"} <= set(refused.headers["allow"].split(", ")) or path not in routes(site, "GET")


async def test_every_answer_protects_its_reader(site: Site) -> None:
    for path in [*routes(site, "GET"), "/nowhere"]:
        answer = await asked(site, "GET", path)

        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["strict-transport-security"].startswith("max-age=")
        assert answer.headers["cache-control"], path


async def test_every_read_says_when_to_come_back_while_the_database_is_away(site: Site) -> None:
    for path in routes(site, "GET"):
        answer = await asked(site, "GET", path)

        if path in WITHOUT_DATABASE:
            assert answer.status_code < 500, path
        else:
            assert (path, answer.status_code, answer.headers.get("retry-after")) == (path, 503, "2")
            assert answer.json()["code"] == "unavailable"


async def test_people_are_told_in_their_language_while_the_database_is_away(site: Site) -> None:
    for path in sorted({*routes(site, "GET")} - WITHOUT_DATABASE):
        french = await asked(site, "GET", path, accept="text/html")
        english = await asked(site, "GET", path, accept="text/html", **{"accept-language": "en"})

        assert (path, french.status_code, english.status_code) == (path, 503, 503)
        assert "Service momentanément indisponible" in french.text and "Temporarily unavailable" in english.text
        assert french.headers["retry-after"] == "2"


async def test_the_api_is_documented_without_asking_anybody_else(site: Site) -> None:
    page = await asked(site, "GET", "/docs")

    assert page.status_code == 200
    assert "<script" not in page.text
    assert [
        place for place in re.findall('(?:src|href)="([^"]*)"', page.text) if not place.startswith(("/", "#"))
    ] == []
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    for path in (await asked(site, "GET", "/openapi.json")).json()["paths"]:
        assert f" {path}</code>" in page.text


async def test_weaknesses_can_be_reported(site: Site) -> None:
    told = await asked(site, "GET", "/.well-known/security.txt")

    assert told.headers["content-type"] == "text/plain; charset=utf-8"
    assert told.text.splitlines()[0] == "Contact: mailto:a@b.example"
    assert told.text.splitlines()[1].startswith("Expires: 20")
