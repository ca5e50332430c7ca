"""Every refusal code of this process: those of all services, and those that its slices declare."""

from collections.abc import Mapping
from http import HTTPStatus

from shared.http.refusals.access import ACCESS
from shared.http.refusals.acts import ACTS
from shared.http.refusals.kind import Kind
from shared.http.refusals.transport import TRANSPORT

__all__ = ["KINDS", "OTHER", "Kind", "declare", "kind_of"]
KINDS: dict[str, Kind] = {**TRANSPORT, **ACCESS, **ACTS}
OTHER = Kind(
    409,
    ("L'action est refusée", "The act is refused"),
    ("Voyez le code et les faits ; rien n'a été modifié.", "See the code and the facts; nothing was changed."),
)
"""For a code that only an older version of us knew: its refusal is in the journal, and is given again."""


def declare(kinds: Mapping[str, Kind]) -> None:
    """Add codes that belong to one slice of a service. ValueError: a code is there already with other contents."""
    for code, kind in kinds.items():
        if KINDS.setdefault(code, kind) != kind:
            raise ValueError(f"the refusal code {code} is declared twice, differently")


def kind_of(code: str) -> Kind:
    """How a code looks over HTTP. `http_418`: a refusal of the HTTP library, with the standard's own title."""
    if code in KINDS:
        return KINDS[code]
    if code.startswith("http_"):
        status = HTTPStatus(int(code.removeprefix("http_")))
        return Kind(
            status.value,
            ("Demande refusée", status.phrase),
            (
                "Envoyez la demande comme la documentation de l'API la décrit.",
                "Send the request as the API document describes it.",
            ),
        )
    return OTHER
