"""Pages for people: rendered on the server, over one layout, without any script.

A service makes one `Pages` from its templates folder and its wordings, renders with it in the routes of its pages.py,
and adds `assets` to its routers. What a template may call: the methods of `Tongue`. A missing wording or name is an
error, never an empty space.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from shared.http.language import Language, Words, chosen, day_in, language_of, moment_in, said
from shared.http.layout_words import LAYOUT
from shared.http.static import DIGEST
from shared.http.static import router as assets
from shared.texts.public_text import harmless

__all__ = ["HEADERS", "Pages", "assets"]
SHARED = Path(__file__).parent / "templates"
HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "vary": "accept-language",
    "x-content-type-options": "nosniff",
}
SPOKEN = ("t", "name", "plural", "day", "moment", "title", "link", "asset", "in_language")
PUBLIC, PRIVATE = "public, max-age=0, must-revalidate", "private, no-store"


@dataclass(frozen=True, slots=True)
class Tongue:
    """What templates say and write with, for one request."""

    request: Request
    words: Words
    language: Language

    def t(self, key: str, **facts: object) -> str:
        """A wording, filled in."""
        return said(self.words, self.language, key, **facts)

    def name(self, prefix: str, code: str) -> str:
        """The wording of a code that came from elsewhere; the code itself where we have no word for it."""
        return self.t(prefix + code) if prefix + code in self.words else code

    def plural(self, key: str, number: int) -> str:
        """The wording for none, one or many; `{n}` is the number."""
        ending = "none" if number == 0 else "one" if number == 1 else "many"
        return self.t(f"{key}_{ending}", n=number)

    def day(self, day: date) -> str:
        """A day."""
        return day_in(self.language, day)

    def moment(self, instant: datetime) -> str:
        """An instant, in Paris time."""
        return moment_in(self.language, instant)

    def title(self, title: object) -> str:
        """The wording of something that the programme names in both languages."""
        return chosen((title.fr, title.en), self.language)  # type: ignore[attr-defined]  # any Title

    def link(self, path: str, /, **query: object) -> str:
        """A path of this service, under its prefix, in the language that was asked for."""
        asked = {"lang": self.request.query_params["lang"]} if "lang" in self.request.query_params else {}
        named = {name: str(value) for name, value in query.items() if value not in (None, "")}
        return self._under_prefix(path, {**named, **asked})

    def asset(self, name: str) -> str:
        """Where a static file lies."""
        return self._under_prefix(f"/static/{DIGEST}/{name}", {})

    def in_language(self, language: str) -> str:
        """This very page in another language."""
        return self._under_prefix(self.request.url.path, {**self.request.query_params, "lang": language})

    def _under_prefix(self, path: str, query: Mapping[str, str]) -> str:
        prefix = self.request.app.state.settings.root_path
        whole = path if prefix and path.startswith(f"{prefix}/") else f"{prefix}{path}"
        return f"{whole}?{urlencode(query)}" if query else whole


def _harmless(value: object) -> object:
    """What a template writes, of whomever it is: texts stored before there was a rule for them must not mislead."""
    return harmless(value) if type(value) is str else value


class Pages:
    """The pages of one service."""

    def __init__(self, templates: Path, words: Words) -> None:
        self.words: Words = {**LAYOUT, **words}
        self.environment = Environment(
            loader=ChoiceLoader([FileSystemLoader(templates), FileSystemLoader(SHARED)]),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_harmless,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def render(
        self, request: Request, template: str, /, *, status: int = 200, private: bool = False, **context: object
    ) -> HTMLResponse:
        """A page. `private`: for one reader only; nothing on the way may keep it."""
        settings = request.app.state.settings
        tongue = Tongue(request, self.words, language_of(request))
        names: dict[str, Callable[..., str]] = {name: getattr(tongue, name) for name in SPOKEN}
        html = self.environment.get_template(template).render(
            **names,
            lang=tongue.language.value,
            languages=[language.value for language in Language],
            demonstration=settings.demonstration,
            catalogue_url=settings.catalogue_url,
            **context,
        )
        cache = PRIVATE if private else PUBLIC
        return HTMLResponse(
            html, status, {**HEADERS, "content-language": tongue.language.value, "cache-control": cache}
        )

    def missing(self, request: Request) -> HTMLResponse:
        """« Page introuvable »."""
        return self.render(request, "missing.html", status=404)
