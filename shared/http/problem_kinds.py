"""Every refusal code and how it looks over HTTP: its status, its title, what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus


@dataclass(frozen=True, slots=True)
class Kind:
    """How a refusal code looks over HTTP."""

    status: int
    title: str
    what_to_do: str


KINDS: dict[str, Kind] = {
    "malformed_json": Kind(400, "The body is not JSON", "Send one JSON object, UTF-8."),
    "duplicate_key": Kind(
        400, "A key stands twice in one object", "Name each key once; `path` is where one was repeated."
    ),
    "repeated_parameter": Kind(
        400, "A parameter was sent twice", "Send `name` once: which of the two is meant cannot be known."
    ),
    "cursor_unknown": Kind(
        422, "There is no such place in the list", "Begin again without `after`; then send each `next` as it came."
    ),
    "malformed_address": Kind(
        400, "The query is not ASCII", "Percent-encode every other character, as RFC 3986 wants it."
    ),
    "malformed_form": Kind(400, "The form cannot be read", "Send the fields of the page's own form."),
    "form_not_ours": Kind(
        403, "This form does not belong to your session", "Open the page again and send its form from there."
    ),
    "host_missing": Kind(400, "The Host header is missing or repeated", "Send one Host header."),
    "malformed_request": Kind(400, "The request is not HTTP", "Send it as RFC 9112 wants it."),
    "transfer_encoding_unsupported": Kind(
        400, "The body is transferred in a coding that is not read here", "Send it whole or chunked, nothing else."
    ),
    "header_repeated": Kind(400, "A header was sent twice that may be sent once", "Send the header in `header` once."),
    "idempotency_key_missing": Kind(
        400, "Idempotency-Key is missing", "Send an Idempotency-Key header, new for each command, 8 to 200 characters."
    ),
    "token_refused": Kind(401, "No valid identity", "Get a new token from the identity provider and try again."),
    "role_required": Kind(403, "Your role does not allow this act", "Ask someone who holds one of the roles named."),
    "not_your_dossier": Kind(403, "This dossier belongs to another publisher", "Use your own dossier's id."),
    "conflict_of_interest": Kind(
        403,
        "You speak for the publisher of this dossier",
        "Leave the act to somebody who does not belong to its organisation.",
    ),
    "not_found": Kind(404, "There is nothing here", "Check the id in the path."),
    "report_not_issued": Kind(
        404, "There is no report yet", "Read the evaluation; its report is here once it is evaluated."
    ),
    "method_not_allowed": Kind(
        405, "This method is not available here", "Use one of the methods in `allow`, or check the path."
    ),
    "request_too_slow": Kind(408, "The request came too slowly", "Send it again, with the same key."),
    "programme_differs": Kind(
        409, "This programme version has other content than the file was pinned to", "Tell the operators: restore it."
    ),
    "act_not_allowed": Kind(
        409, "The act does not apply in this state", "Read the current state; `allowed` lists the acts that apply."
    ),
    "no_ecoscore": Kind(404, "This programme version works out no ecoscore", "Answer the criterion by hand."),
    "nothing_to_rebase": Kind(409, "The draft answers the version in force already", "Nothing is to be done."),
    "nothing_to_file": Kind(
        409, "Nothing was sent and there is no draft", "Send facts and answers along, or save a draft first."
    ),
    "draft_of_another_version": Kind(
        409, "The draft answers an earlier programme version", "Rebase the draft, look at what changed, then file it."
    ),
    "link_ended": Kind(410, "This link has ended", "Ask the publisher of the dossier for a new one."),
    "stale_version": Kind(
        412, "Somebody changed it in the meantime", "Read it again and send its new ETag as If-Match."
    ),
    "too_large": Kind(413, "The body is too large", "At most 1 MB; send documents as evidence, not in answers."),
    "document_too_large": Kind(413, "The document is too large", "Send one of at most `at_most` bytes."),
    "media_type_refused": Kind(
        415, "Documents of this kind are not taken", "Send one of the kinds in `accepted`; the content itself decides."
    ),
    "unsupported_media_type": Kind(
        415, "The body is of another media type", "Set the Content-Type that `detail` or the API document names."
    ),
    "content_encoding_unsupported": Kind(415, "The body is compressed", "Send it as it is, without Content-Encoding."),
    "charset_unsupported": Kind(
        415, "The body is in another charset", "Send UTF-8; charset in Content-Type may be left out."
    ),
    "host_unknown": Kind(
        421, "This service does not answer for that host", "Use the public address. Operators: see PUBLIC_HOSTS."
    ),
    "faulty_file": Kind(
        422, "The file cannot be taken over", "Mend every fault in `faults` (sheet, row, column); nothing was changed."
    ),
    "file_too_complex": Kind(
        422,
        "Reading the file takes too much memory or time",
        "Save it anew with an office program, with its plain content alone; nothing was changed.",
    ),
    "parsers_busy": Kind(
        503, "Too many files are being read", "Try again after the seconds in Retry-After, with the same key."
    ),
    "invalid_content": Kind(
        422, "The content is not valid", "Mend every fault listed in `faults`; nothing was changed."
    ),
    "dates_contradict": Kind(422, "The dates contradict each other", "Mend the dates that `detail` names."),
    "document_empty": Kind(422, "The document is empty", "Send the content of the file as the body."),
    "digest_differs": Kind(
        422, "The content is not what its sha256 says", "Send it again; `received` is the sha256 of what arrived."
    ),
    "active_content": Kind(
        422, "The document contains something that runs", "Send it without what `found` names, as a plain PDF, say."
    ),
    "archive_refused": Kind(
        422, "The spreadsheet cannot be opened safely", "Save it anew with an office program, without a password."
    ),
    "content_damaged": Kind(422, "The document is not whole", "Save or export it anew, and send it again."),
    "image_too_large": Kind(
        422, "The image has too many pixels", "Send it smaller: at most `at_most` pixels, width times height."
    ),
    "document_quarantined": Kind(
        409, "The document is in quarantine until it is scanned", "Try again in a minute; nothing else is needed."
    ),
    "document_unscannable": Kind(
        409, "The document could not be scanned", "Its publisher may replace it; its content is given to nobody."
    ),
    "document_infected": Kind(
        409, "The scan found malicious code in the document", "Its publisher may replace it; nobody is given it."
    ),
    "content_corrupt": Kind(
        500, "The stored content is not what was sent", "Its publisher may replace it; tell the operators its id."
    ),
    "idempotency_key_reused": Kind(
        422, "This Idempotency-Key was used for another command", "Use a new key for a new command."
    ),
    "value_refused": Kind(422, "A value cannot be stored", "Remove control characters and numbers out of range."),
    "too_many_requests": Kind(
        429, "Too many requests", "Send it again, with the same key, after the seconds in Retry-After."
    ),
    "if_match_missing": Kind(
        428, "If-Match is missing", "Send the ETag you last read as If-Match, or * to act on whatever version."
    ),
    "headers_too_large": Kind(431, "Address and headers are too large", "Send fewer or smaller ones."),
    "too_many_connections": Kind(503, "Too many connections", "Send requests one after the other on one connection."),
    "unknown_programme": Kind(
        503, "This version of the programme is not known here yet", "Try again later. Operators: publish the version."
    ),
    "unavailable": Kind(
        503, "Temporarily unavailable", "Try again after the seconds in Retry-After, with the same key."
    ),
    "identity_unavailable": Kind(
        503, "Identities cannot be verified now", "Try again after the seconds in Retry-After."
    ),
    "internal_error": Kind(
        500, "An error on our side", "Try again with the same key; tell the operators the trace id."
    ),
}
OTHER = Kind(409, "The act is refused", "See the code and the facts; nothing was changed.")


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
        return Kind(status.value, status.phrase, "Send the request as the API document describes it.")
    return OTHER
