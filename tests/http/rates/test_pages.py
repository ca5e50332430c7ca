"""A person who is refused gets a page in both languages, and what the form sent back."""

import re
from typing import Any

import pytest

from tests.http.rates.hosting import DOSSIER, Hosting


async def test_a_page_says_in_french_and_in_english_when_to_come_back(intake: Hosting) -> None:
    async with intake(rate_requests_per_address="1/minute") as site:
        await site.client.get("/session")
        french = await site.client.get("/session", headers={"accept": "text/html"})
        english = await site.client.get("/session?lang=en", headers={"accept": "text/html"})

    assert (french.status_code, english.status_code) == (429, 429)
    assert "Trop de demandes" in french.text and "recommencer dans 60 secondes" in french.text
    assert "Too many requests" in english.text and "try again in 60 seconds" in english.text
    assert french.headers["retry-after"] == english.headers["retry-after"] == "60"


async def test_what_a_form_sent_is_kept_to_be_sent_again(intake: Hosting) -> None:
    sent = {"form_key": "k", "reason": 'two\r\nlines, "quoted" <b>', "then": ""}
    path = f"/dossiers/{DOSSIER}/remplir/orientation?lang=fr"
    async with intake(rate_commands_per_address="1/minute") as site:
        await site.client.post("/nothing")
        page = await site.client.post(path, data=sent, headers={"accept": "text/html"})

    assert page.status_code == 429
    assert f'<form action="/dossiers/{DOSSIER}/remplir/orientation?lang=fr" method="post">' in page.text
    assert dict(re.findall('<input type="hidden" name="([^"]*)" value="([^"]*)">', page.text)) == {
        "form_key": "k", "reason": "two\nlines, &#34;quoted&#34; &lt;b&gt;", "then": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    "sent",
    [
        {"data": {"token": "a-secret"}},
        {"data": {"text": "a-secret" * 20_000}},
        {"files": {"fichier": b"a-secret"}},
        {"content": b"%ff=a-secret\xff", "headers": {"content-type": "application/x-www-form-urlencoded"}},
    ],
    ids=["token", "large", "file", "no form"],
)
async def test_tokens_files_and_large_forms_are_not_given_back(intake: Hosting, sent: dict[str, Any]) -> None:
    async with intake(rate_commands_per_address="1/minute") as site:
        await site.client.post("/nothing")
        page = await site.client.post(
            "/session", **{**sent, "headers": {"accept": "text/html", **sent.get("headers", {})}}
        )

    assert page.status_code == 429
    assert "a-secret" not in page.text and "Rien n’a été enregistré" in page.text
