"""Whatever bytes come in a path, query, header, cookie or form: never an answer of 500 and more."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from urllib.parse import quote_from_bytes

import pytest
from fastapi.routing import APIRoute

from services.catalogue.main import SERVICE as CATALOGUE
from services.decision.main import SERVICE as DECISION
from services.evaluation.main import SERVICE as EVALUATION
from services.intake.main import SERVICE as INTAKE
from services.surveillance.main import SERVICE as SURVEILLANCE
from shared.identity.actor import Actor, Role
from shared.runtime.service import Service
from tests.conftest import ServiceDatabase
from tests.pages.hosting import Site, hosted

SERVICES = (INTAKE, EVALUATION, DECISION, CATALOGUE, SURVEILLANCE)
ANYBODY = Actor("somebody", frozenset(Role) - {Role.SYSTEM}, "org-1")
NASTY = [
    b"", b"//[", b"//%5B", b"http://[::1", b"\x00", b"%00", b"\xff\xfe", b"%ff", b"\xc2\xb2", b"9" * 5000, b"-1",
    b"NaN", b"1e999", b"0001-01-01", b"9999-99-99", b"{00000000-0000-0000-0000-000000000000}", b"\xd9\xa1", b"%",
    b"\xed\xa0\x80", b"=;,&", b"'\"><", b"\xe2\x80\xae", b"W/\"", b"\"" * 200, b"bytes=0-", b"fr;q=\xff", b"{" * 50,
    b"a" * 2000, b"../../x", b"Bearer a.b.c", b"\xb2", b"00-zz-zz-zz",
]  # fmt: skip
FORM = (b"content-type", b"application/x-www-form-urlencoded")
HEADERS = (b"accept", b"accept-language", b"authorization", b"cookie", b"content-length", b"content-type", b"host",
           b"idempotency-key", b"if-match", b"if-none-match", b"origin", b"range", b"sec-fetch-site", b"traceparent",
           b"tracestate", b"x-forwarded-proto")  # fmt: skip


def blobs() -> Iterator[bytes]:
    yield from NASTY
    dice = Random(20260302)
    yield from (dice.randbytes(dice.randrange(1, 40)) for _ in range(10))


def routes(service: Service) -> list[APIRoute]:
    return [route for router in service.routers for route in router.routes if isinstance(route, APIRoute)]


async def status(
    site: Site, method: str, target: tuple[str, bytes], headers: Sequence[tuple[bytes, bytes]], body: bytes = b""
) -> int:
    """As an HTTP server would hand it over: the client library would mend or refuse much of it."""
    found: list[int] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            found.append(int(str(message["status"])))

    path, query = target
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": path, "raw_path": path.encode("utf-8", "surrogatepass"), "query_string": query, "root_path": "",
        "headers": list(headers), "client": ("127.0.0.1", 1), "server": ("service.test", 80), "state": {},
    }  # fmt: skip
    transport = site.client._transport
    await transport.app(scope, receive, send)  # type: ignore[attr-defined]  # httpx's transport for ASGI
    return found[0]


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.name)
async def test_no_bytes_of_a_caller_make_a_mistake_of_ours(
    service: Service, service_database: ServiceDatabase, tmp_path: Path
) -> None:
    async with hosted(service, await service_database(service.name), tmp_path, demonstration=True) as site:
        token = (
            b"authorization",
            f"Bearer {site.issuer.token(ANYBODY.id, ANYBODY.roles, ANYBODY.organisation)}".encode(),
        )
        host, key = (b"host", b"service.test"), (b"idempotency-key", b"k" * 20)
        failed = []
        for route in routes(service):
            method = next(iter(route.methods or {"GET"}))
            known = route.path.replace("{id}", "0197a1c2-5d3e-7a10-8b4f-6c2d1e0f9a87")
            names = [field.alias for field in route.dependant.query_params] or ["then"]
            for blob in blobs():
                text, quoted = blob.decode("utf-8", "replace"), quote_from_bytes(blob).encode()
                asked = [
                    (method, (route.path.replace("{id}", text.replace("/", "")), b""), [host, token, key], b"{}"),
                    (method, (known, blob), [host, token, key], b"{}"),
                    (method, (known, b"&".join(name.encode() + b"=" + quoted for name in names)),
                     [host, token, key], b"{}"),
                    (method, (known, b""), [host, token, key, (b"if-match", b"*")], blob),
                    (method, (known, b""), [host, token, key, FORM], blob),
                ]  # fmt: skip
                for one in asked:
                    if (answer := await status(site, *one)) >= 500 and answer != 503:
                        failed.append((answer, one[0], one[1], one[3]))
        assert failed == []


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.name)
async def test_no_header_of_a_caller_makes_a_mistake_of_ours(
    service: Service, service_database: ServiceDatabase, tmp_path: Path
) -> None:
    async with hosted(service, await service_database(service.name), tmp_path, demonstration=True) as site:
        token = f"Bearer {site.issuer.token(ANYBODY.id, ANYBODY.roles, ANYBODY.organisation)}".encode()
        usual = {b"host": b"service.test", b"authorization": token, b"idempotency-key": b"k" * 20, b"if-match": b"*"}
        failed = []
        for route in routes(service)[:: len(routes(service)) // 4 or 1]:
            method = next(iter(route.methods or {"GET"}))
            known = route.path.replace("{id}", "0197a1c2-5d3e-7a10-8b4f-6c2d1e0f9a87")
            for name in HEADERS:
                for blob in NASTY:
                    sent = list((usual | {name: blob}).items())
                    if (answer := await status(site, method, (known, b""), sent, b"{}")) >= 500 and answer != 503:
                        failed.append((answer, method, known, name, blob))
        assert failed == []
