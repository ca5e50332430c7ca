"""What HTTP expects of every answer: HEAD, conditional requests, methods, hosts, headers that protect."""

import re

import pytest

from shared.http.entity_tags import matches, tags_of, versions_in
from shared.http.hosts import Hosts, host_names, name_of
from shared.http.problem_pages import prefers_html
from tests.builders import DESK, PUBLISHER
from tests.http.hosting import Desk, problem
from tests.intake.application.test_line import PRIOR_REQUEST

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


async def a_dossier(desk: Desk) -> str:
    return f"/dossiers/{(await desk.done(PUBLISHER, '/dossiers', PRIOR_REQUEST))['id']}"


async def read(desk: Desk, path: str, method: str = "GET", **headers: str) -> tuple[int, bytes, str]:
    sent = {"authorization": f"Bearer {desk.token(DESK)}"} | {k.replace("_", "-"): v for k, v in headers.items()}
    answer = await desk.client.request(method, path, headers=sent)
    return answer.status_code, answer.content, answer.headers.get("etag", "")


@pytest.mark.parametrize(
    "sent",
    [
        '"1"',
        'W/"1"',
        '"1-gzip"',
        '"1--gzip"',
        '"1;br"',
        '"1;gzip"',
        '"1-identity"',
        'W/"1-gzip"',
        '"7", "1"',
        '"7" ,, W/"1-gzip"',
        "*",
        "1",
    ],
)
async def test_who_has_the_present_version_is_told_so_without_a_body(desk: Desk, sent: str) -> None:
    path = await a_dossier(desk)

    assert await read(desk, path, if_none_match=sent) == (304, b"", '"1"')


@pytest.mark.parametrize("sent", ['"2"', '"11"', '"1', '"1" "1"', "", '"-gzip"'])
async def test_who_has_another_version_gets_the_present_one(desk: Desk, sent: str) -> None:
    path = await a_dossier(desk)

    assert (await read(desk, path, if_none_match=sent))[0] == 200


@pytest.mark.parametrize("sent", [
    '"1-gzip"', '"1--gzip"', '"1;br"', '"1;gzip"', '"1-br"', '"1-zstd"', '"1-identity"', '"1-x-gzip"', 'W/"1"',
    '"7", "1"', "*",
])  # fmt: skip
async def test_a_command_takes_the_version_as_proxies_hand_it_back(desk: Desk, sent: str) -> None:
    path = await a_dossier(desk)

    assert (await desk.post(DESK, f"{path}/validation", if_match=sent)).status_code == 200


@pytest.mark.parametrize("sent", ['"2-identity"', '"1-identity-2"', '"1-anything"', '"-identity"'])
async def test_a_mark_makes_no_other_version_the_present_one(desk: Desk, sent: str) -> None:
    path = await a_dossier(desk)

    assert problem(await desk.post(DESK, f"{path}/validation", if_match=sent)) == (412, "stale_version")


async def test_a_list_has_a_tag_of_its_content(desk: Desk) -> None:
    before = await read(desk, "/dossiers")
    same = await read(desk, "/dossiers", if_none_match=before[2])
    await a_dossier(desk)
    after = await read(desk, "/dossiers", if_none_match=before[2])

    assert same == (304, b"", before[2])
    assert after[0] == 200 and after[2] != before[2]


async def test_what_is_asked_has_another_tag_than_the_dossier_but_its_version_for_the_next_command(desk: Desk) -> None:
    path = await a_dossier(desk)

    _, _, tag = await read(desk, f"{path}/questionnaires")

    assert re.fullmatch('"1-[0-9a-f]{16}"', tag)
    assert (await desk.post(DESK, f"{path}/validation", if_match=tag)).status_code == 200


async def test_a_not_modified_answer_keeps_the_headers_that_caches_need(desk: Desk) -> None:
    path = await a_dossier(desk)

    answer = await desk.client.get(path, headers={"authorization": f"Bearer {desk.token(DESK)}", "if-none-match": "*"})

    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["vary"] == "authorization"
    assert "content-length" not in answer.headers and "content-type" not in answer.headers


async def test_head_is_get_without_a_body(desk: Desk) -> None:
    path = await a_dossier(desk)
    got = await desk.get(DESK, path)
    head = await desk.client.head(path, headers={"authorization": f"Bearer {desk.token(DESK)}"})

    assert (head.status_code, head.content) == (200, b"")
    for name in ("etag", "content-type", "content-length", "cache-control"):
        assert head.headers[name] == got.headers[name]


async def test_a_method_that_is_not_there_names_those_that_are(desk: Desk) -> None:
    refused = await desk.client.delete("/dossiers")
    asked = await desk.client.options("/dossiers")

    assert problem(refused) == (405, "method_not_allowed")
    assert refused.json()["title"] == "This method is not available here"
    assert refused.headers["allow"] == asked.headers["allow"] == "GET, HEAD, OPTIONS, POST"
    assert asked.status_code == 204


async def test_a_path_is_never_answered_by_leading_elsewhere(desk: Desk) -> None:
    answers = [
        await desk.client.request(method, "/dossiers/", headers={"host": "evil.example"}) for method in ("GET", "POST")
    ]

    assert [(problem(answer), "location" in answer.headers) for answer in answers] == [((404, "not_found"), False)] * 2


async def test_people_get_pages_where_programs_get_problems(desk: Desk) -> None:
    french = await desk.client.get("/nowhere", headers={"accept": BROWSER})
    english = await desk.client.get("/nowhere", headers={"accept": BROWSER, "accept-language": "en"})

    assert (french.status_code, french.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "Page introuvable" in french.text and "There is nothing here" in english.text
    assert english.headers["content-language"] == "en"


@pytest.mark.parametrize("query", ["from=9.9.9&to=3.0.0", "from=x&to=y", "from=%00&to=", "from=2.0.0&to=9.9.9"])
async def test_a_version_that_nobody_knows_is_the_mistake_of_whoever_asks(desk: Desk, query: str) -> None:
    response = await desk.get(DESK, f"/programme/impact?{query}")

    assert problem(response) == (422, "invalid_content")
    assert {fault["code"] for fault in response.json()["faults"]} == {"unknown_version"}


async def test_an_origin_that_is_not_ours_sends_no_form(desk: Desk) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    token = f"token={desk.token(DESK)}"

    async def sent(**headers: str) -> int:
        return (await desk.client.post("/session", content=token, headers=form | headers)).status_code

    assert await sent(origin="https://evil.example") == 403
    assert await sent(origin="null") == 403
    assert await sent(origin="http://intake.evil.example") == 403
    assert await sent(origin="http://intake") == 303
    assert await sent() == 303


async def test_two_identities_are_none(desk: Desk) -> None:
    token = f"Bearer {desk.token(DESK)}"

    answer = await desk.client.get("/dossiers", headers=[("authorization", token), ("authorization", token)])

    assert problem(answer) == (400, "header_repeated")


def test_names_of_hosts_lose_their_port_and_case() -> None:
    assert [name_of(host) for host in ("A.example:8000", "a.example.", "[::1]:80", "[::1]")] == [
        "a.example", "a.example", "[::1]", "[::1]",
    ]  # fmt: skip
    assert host_names(" a.example, B.example ,,") == {"a.example", "b.example"}


@pytest.mark.parametrize(
    ("host", "path", "status"),
    [
        (b"a.example", "/", 200), (b"A.example:443", "/", 200), (b"evil.example", "/", 421),
        (b"a.example.evil.example", "/", 421), (b"", "/", 400), (None, "/", 400), (b"10.0.0.7:8000", "/", 421),
    ],
)  # fmt: skip
async def test_only_our_own_names_are_answered(host: bytes | None, path: str, status: int) -> None:
    statuses = []

    async def served(scope: object, receive: object, send: object) -> None:
        statuses.append(200)

    async def send(message: dict[str, int]) -> None:
        if "status" in message:
            statuses.append(message["status"])

    headers = [] if host is None else [(b"host", host)]
    scope = {"type": "http", "http_version": "1.1", "method": "GET", "path": path, "headers": headers}
    layer = Hosts(served, host_names("a.example"))
    await layer(scope, None, send)  # type: ignore[arg-type]  # nothing is received

    assert statuses == [status]


def test_tags_are_read_as_the_standard_writes_them() -> None:
    assert tags_of('"a,b", W/"c" , "d-gzip"') == ["a,b", "c", "d"]
    assert tags_of('"a" "b"') is None and tags_of('"a') is None and tags_of("") is None
    assert matches('W/"x"', '"x"') and not matches('"y"', '"x"')
    assert versions_in('"3-0123456789abcdef", "12--gzip"') == frozenset({3, 12})
    with pytest.raises(ValueError, match="abc"):
        versions_in('"abc"')


@pytest.mark.parametrize(
    ("accept", "html"),
    [
        (BROWSER, True), ("*/*", False), ("", False), ("application/json", False),
        ("application/json, text/html;q=0.5", False), ("text/html;q=0.5, application/json;q=0.4", True),
        ("text/html;q=x", False),
    ],
)  # fmt: skip
def test_whoever_likes_html_better_is_a_person(accept: str, html: bool) -> None:
    assert prefers_html(accept) is html
