"""Heads that are too large, malformed, or that two servers could read differently are refused."""

import pytest

from shared.http.semantics import always_of
from shared.runtime.http_limits import HttpLimits
from shared.runtime.http_protocol import answer_to
from tests.runtime.http_limits.serving import BRIEF, PLAIN, code_in, connect, drip, refused, serving, spoken


async def test_ordinary_requests_on_one_connection_are_answered() -> None:
    async with serving(HttpLimits()) as server:
        caller = await connect(server)
        for _ in range(3):
            await caller.send(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")
            assert (await caller.answer()).endswith(b"3 bytes;host,content-length")


@pytest.mark.parametrize(
    "pieces",
    [
        [PLAIN + b"X: " + b"a" * 40_000 + b"\r\n\r\n"],
        [PLAIN + b"X: ", *[b"a" * 10_000] * 8],
        [b"GET /", *[b"a" * 10_000] * 8],
        [b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n"],
        [PLAIN + b"".join(b"X%d: a\r\n" % number for number in range(200)) + b"\r\n"],
        [PLAIN, *[b"X: a\r\n" * 20] * 8],
        [b"X" * 200_000],
    ],
    ids=["one header", "a header in pieces", "target in pieces", "target", "many", "many in pieces", "a method"],
)
async def test_a_head_that_is_too_large_is_refused(pieces: list[bytes]) -> None:
    answer = await spoken(HttpLimits(header_bytes=32_768, headers=100), *pieces)

    assert code_in(answer) in {(431, "headers_too_large"), (400, "malformed_request")}


@pytest.mark.parametrize("over_tls", [True, False])
@pytest.mark.parametrize("code", ["malformed_request", "request_too_slow", "headers_too_large", "too_many_connections"])
def test_a_refusal_of_the_server_has_the_headers_of_every_answer(code: str, over_tls: bool) -> None:
    head = answer_to(code, over_tls).split(b"\r\n\r\n")[0]

    found = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:])

    assert always_of(over_tls).items() <= found.items()
    assert found.get(b"strict-transport-security") == (b"max-age=63072000; includeSubDomains" if over_tls else None)


async def test_a_port_behind_tls_says_so_also_where_no_request_was_understood() -> None:
    for over_tls in (True, False):
        async with serving(HttpLimits(), over_tls=over_tls) as server:
            caller = await connect(server)
            await caller.send(b"no HTTP at all\r\n\r\n")
            answer = await caller.rest()

        assert code_in(answer) == (400, "malformed_request")
        assert (b"strict-transport-security: max-age=63072000; includeSubDomains\r\n" in answer) is over_tls


async def test_a_header_without_end_is_cut_off_early() -> None:
    counted = refused("headers_too_large")
    async with serving(HttpLimits()) as server:
        caller = await connect(server)
        await caller.send(PLAIN + b"X: ")
        await drip(caller, b"a" * 100_000)
    assert refused("headers_too_large") == counted + 1


async def test_trailers_count_as_headers_and_do_not_reach_the_service() -> None:
    begin = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n"
    few = await spoken(HttpLimits(header_seconds=BRIEF), begin + b"Authorization: b\r\nConnection: close\r\n\r\n")
    many = await spoken(HttpLimits(), begin + b"X: a\r\n" * 500)
    endless = await spoken(HttpLimits(), begin + b"X: ", *[b"a" * 20_000] * 5)

    assert b"1 bytes;host,transfer-encoding" in few or few == b""
    assert b"authorization" not in few
    assert code_in(many) == (431, "headers_too_large")
    assert code_in(endless) == (431, "headers_too_large")


@pytest.mark.parametrize(
    "request_",
    [
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\nabcde",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nabcde",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\na\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: one\r\n two\r\n\r\n",
        b"GET / HTTP/1.1\nHost: a\n\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX : one\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: o\x00ne\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX\x00: one\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
    ids=[
        "length and chunked", "chunked and length", "two lengths", "negative", "plus", "negative chunk",
        "folded header", "bare line feed", "blank before colon", "NUL in a value", "NUL in a name", "TLS",
    ],
)  # fmt: skip
async def test_a_request_that_two_servers_could_read_differently_is_refused(request_: bytes) -> None:
    answer = await spoken(HttpLimits(header_seconds=BRIEF, body_seconds=BRIEF), request_)

    assert code_in(answer) == (400, "malformed_request")
    head = answer.partition(b"\r\n\r\n")[0].lower()
    assert b"\r\nx-content-type-options: nosniff\r\n" in head
    assert b"\r\ncontent-security-policy: default-src 'none'; frame-ancestors 'none'\r\n" in head
    assert b"\r\ncache-control: private, no-store\r\n" in head
    assert answer.count(b"HTTP/1.1 ") == 1
