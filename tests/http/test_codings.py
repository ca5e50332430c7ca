"""Bodies in another writing than ours: compressed, in another transfer coding, in another charset."""

import gzip

import pytest

from tests.builders import PUBLISHER
from tests.http.hosting import Desk, problem
from tests.intake.application.test_line import PRIOR_REQUEST


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate", "x-gzip", "identity, gzip", "GZIP", "nonsense", "zstd"])
async def test_a_compressed_body_is_refused_and_told_to_come_as_it_is(desk: Desk, coding: str) -> None:
    answer = await desk.post(PUBLISHER, "/dossiers", content=gzip.compress(b"{}"), content_encoding=coding)

    assert problem(answer) == (415, "content_encoding_unsupported")
    assert answer.headers["accept-encoding"] == "identity"
    assert answer.json()["detail"] == coding
    assert await desk.stored() == []


async def test_a_compressed_document_is_refused_in_the_same_way(desk: Desk) -> None:
    answer = await desk.post(PUBLISHER, "/documents?type=report", content=b"x", content_encoding="gzip")

    assert problem(answer) == (415, "content_encoding_unsupported")


@pytest.mark.parametrize("coding", ["identity", "Identity", "identity, identity", " "])
async def test_a_body_that_says_that_it_is_not_compressed_is_taken(desk: Desk, coding: str) -> None:
    answer = await desk.post(PUBLISHER, "/dossiers", PRIOR_REQUEST, content_encoding=coding)

    assert answer.status_code == 201


async def test_a_request_without_a_body_has_none_that_is_compressed(desk: Desk) -> None:
    headers = {"authorization": f"Bearer {desk.token(PUBLISHER)}", "content-encoding": "gzip"}

    assert (await desk.client.get("/dossiers", headers=headers)).status_code == 200


@pytest.mark.parametrize("coding", ["gzip, chunked", "identity", "chunked, chunked", "x"])
async def test_a_transfer_coding_other_than_chunked_is_refused(desk: Desk, coding: str) -> None:
    answer = await desk.post(PUBLISHER, "/dossiers", PRIOR_REQUEST, transfer_encoding=coding)

    assert problem(answer) == (400, "transfer_encoding_unsupported")
    assert await desk.stored() == []


@pytest.mark.parametrize("charset", ["ISO-8859-1", '"utf-16"', "utf-7", "windows-1252", "nonsense"])
async def test_a_body_in_another_charset_is_refused(desk: Desk, charset: str) -> None:
    media_type = f"application/json; charset={charset}"

    answer = await desk.post(PUBLISHER, "/dossiers", PRIOR_REQUEST, content_type=media_type)

    assert problem(answer) == (415, "charset_unsupported")
    assert answer.json()["detail"] == charset.strip('"')


@pytest.mark.parametrize("parameters", ["charset=utf-8", 'charset="UTF-8"', "Charset=utf8", "profile=x", ""])
async def test_a_body_that_says_utf_8_or_nothing_is_taken(desk: Desk, parameters: str) -> None:
    answer = await desk.post(PUBLISHER, "/dossiers", PRIOR_REQUEST, content_type=f"application/json; {parameters}")

    assert answer.status_code == 201


async def test_a_form_in_another_charset_is_refused(desk: Desk) -> None:
    answer = await desk.client.post("/session", content=b"token=x", headers={
        "content-type": "application/x-www-form-urlencoded; charset=ISO-8859-1", "origin": "http://intake",
    })  # fmt: skip

    assert problem(answer) == (415, "charset_unsupported")
