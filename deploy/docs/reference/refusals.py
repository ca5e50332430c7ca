"""Every refusal code of HTTP: status, title, what to do, and whose it is."""

from deploy.docs.reference.services import services
from deploy.docs.reference.table import anchor, table
from shared.http.problem_kinds import KINDS

INTRODUCTION = """# Refusal codes

An answer that refuses is `application/problem+json` (RFC 9457): `code` is one of these, `title` and `what_to_do`
say it for people, the other members are facts. Nothing was changed.
Codes that a slice alone uses name it.
"""


def page() -> str:
    """All codes, sorted."""
    services()  # slices declare their own codes
    owners = _owners()
    rows = [
        (f"{anchor(code)}`{code}`", str(kind.status), *map(_both, (kind.title, kind.what_to_do)), owners.get(code, ""))
        for code, kind in sorted(KINDS.items())
    ]
    return INTRODUCTION + "\n" + table(("code", "status", "title", "what to do", "used by"), rows)


def _both(words: tuple[str, str]) -> str:
    return f"« {words[0]} » {words[1]}"


def _owners() -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for service in services():
        for part in service.slices:
            for code in part.refusals:
                found.setdefault(code, set()).add(service.name)
    return {code: ", ".join(sorted(names)) for code, names in found.items()}
