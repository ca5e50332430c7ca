"""The files that pages need: served by every service under the digest of their content, cached for good."""

from hashlib import sha256
from pathlib import Path

from fastapi import APIRouter, Response

from shared.http.problems import Problem

FOLDER = Path(__file__).parent / "static"
TYPES = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
FILES = {path.name: path.read_bytes() for path in sorted(FOLDER.iterdir()) if path.suffix in TYPES}
DIGEST = sha256(b"".join(FILES.values())).hexdigest()[:16]
FOR_GOOD = "public, max-age=31536000, immutable"
FOR_A_MINUTE = "public, max-age=60"

router = APIRouter(include_in_schema=False)


@router.get("/static/{digest}/{name}")
async def static(digest: str, name: str) -> Response:
    """One file. Under another digest (a page of the version before) it is the present file, cached briefly."""
    if name not in FILES:
        raise Problem("not_found")
    headers = {
        "cache-control": FOR_GOOD if digest == DIGEST else FOR_A_MINUTE,
        "x-content-type-options": "nosniff",
        # an SVG opened by itself is a document of its own
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    }
    return Response(FILES[name], headers=headers, media_type=TYPES[Path(name).suffix])
