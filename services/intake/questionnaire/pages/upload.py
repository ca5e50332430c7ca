"""A file that a page's form sends along: read within bounds; its ending says how, its bytes whether that fits."""

from fastapi import Request
from python_multipart.exceptions import MultipartParseError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from services.intake.questionnaire.answer_files.formats import FORMATS
from services.intake.questionnaire.answer_files.packages import LARGEST_FILE
from shared.http.codings import media_type_of
from shared.http.forms import Form
from shared.http.problems import Problem

MULTIPART, FILE = "multipart/form-data", "fichier"
ROOM_FOR_FIELDS = 20_000
MOST_FIELDS = 10
LONGEST_NUMBER = 20


async def upload_of(request: Request) -> tuple[Form, str, bytes]:
    """The fields, the kind of the file, its bytes. Problem: unsupported_media_type, too_large, malformed_form."""
    declared = media_type_of(request.headers.get("content-type", ""))
    if declared != MULTIPART:
        raise Problem("unsupported_media_type", declared)
    length = request.headers.get("content-length", "")
    if (
        not (length.isascii() and length.isdigit() and len(length) < LONGEST_NUMBER)
        or int(length) > LARGEST_FILE + ROOM_FOR_FIELDS
    ):
        raise Problem("too_large", f"at most {LARGEST_FILE} bytes")
    try:
        async with request.form(max_files=1, max_fields=MOST_FIELDS) as sent:
            fields = {name: [value] for name, value in sent.items() if isinstance(value, str)}
            file = sent.get(FILE)
            if not isinstance(file, UploadFile):
                raise Problem("malformed_form", "no file")
            return fields, _kind(file.filename or ""), await file.read()
    except (HTTPException, MultipartParseError) as error:
        raise Problem("malformed_form") from error


def _kind(name: str) -> str:
    """The ending of the name says how to read the file; nothing else is made of the name."""
    kind = name.rpartition(".")[2].lower()
    if kind not in FORMATS:
        raise Problem("unsupported_media_type", ", ".join(FORMATS))
    return kind
