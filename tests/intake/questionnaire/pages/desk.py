"""Intake with its pages, as a publisher in a browser meets it: signing in, opening a page, sending a form."""

import re
from collections.abc import Mapping
from typing import Any

import httpx

from shared.identity.actor import Actor
from tests.builders import PUBLISHER
from tests.pages.hosting import Site
from tests.pages.reading import Page, assert_accessible

VALIDATED: tuple[tuple[str, object], ...] = (("validation", {}),)


async def sign_in(site: Site, who: Actor = PUBLISHER) -> None:
    site.client.cookies.clear()
    answer = await site.client.post(
        "/session", data={"token": site.issuer.token(who.id, who.roles, who.organisation), "then": ""}
    )
    assert answer.status_code == 303, answer.text


async def opened(site: Site, path: str, language: str = "fr") -> Page:
    answer = await site.client.get(path, headers={"accept-language": language})
    assert answer.status_code == 200, answer.text
    page = Page(answer.text)
    assert_accessible(page)
    return page


def fields_of(page: Page, action: str) -> dict[str, list[str]]:
    """What a browser would send of the form with that action, as it stands."""
    html = page.html.split(f'action="{action}"', 1)[1].split("</form>", 1)[0]
    form = Page(f"<body>{html.split('>', 1)[1]}</body>")
    fields: dict[str, list[str]] = {}
    for mark in form.marks:
        typed = mark["type"]
        if mark.tag == "input" and mark["name"] and typed != "file":
            if typed not in ("radio", "checkbox") or "checked" in mark.attributes:
                fields.setdefault(mark["name"], []).append(mark["value"])
        elif mark.tag == "textarea":
            fields.setdefault(mark["name"], []).append(mark.text.removeprefix("\n"))
    for name, options in re.findall(r'<select[^>]* name="([^"]+)">(.*?)</select>', html, re.DOTALL):
        chosen = re.findall(r'<option value="([^"]*)" selected', options)
        fields[name] = chosen or [""]
    return fields


async def send(site: Site, page: Page, action: str, changes: Mapping[str, Any] = {}, **more: Any) -> httpx.Response:  # noqa: ANN401
    return await site.client.post(action, data={**fields_of(page, action), **changes}, **more)
