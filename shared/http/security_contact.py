"""/.well-known/security.txt (RFC 9116): where to report a weakness."""

from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from shared.http.problems import Problem

VALID_FOR = timedelta(days=180)
ONE_DAY = "public, max-age=86400"
router = APIRouter(include_in_schema=False)


@router.get("/.well-known/security.txt")
async def security_txt(request: Request) -> Response:
    """The contact that the operators name. Problem not_found: they name none."""
    contact: str = request.app.state.settings.security_contact
    if not contact:
        raise Problem("not_found")
    expires = (datetime.now(UTC) + VALID_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [f"Contact: {contact}", f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}", "Preferred-Languages: fr, en"]
    return PlainTextResponse("\n".join(lines) + "\n", headers={"cache-control": ONE_DAY})
