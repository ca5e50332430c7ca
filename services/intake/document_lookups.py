"""What commands need to know of the wallet before their acts can be performed, and where its documents are used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from fastapi import Request
from sqlmodel import col, or_

from services.intake.domain.admissibility import DeclareAdmissible
from services.intake.domain.application import Application
from services.intake.domain.complement import ProvideComplement
from services.intake.domain.draft import SaveDraft
from services.intake.domain.evidence_expiry import RenewEvidence
from services.intake.domain.submission import SubmitApplication
from services.intake.tables import APPLICATION, DOCUMENT, ApplicationRow, DocumentRow
from services.intake.wallet.domain.document import STANDING, Document, DocumentId
from services.intake.wallet.domain.references import Evidence, WithDocuments, named
from shared.http.reads import fetch, row
from shared.persistence.statements import Query, among, columns_of, one_of, parameter

USED = Query(
    sa.text("""
SELECT a.id::text AS dossier, a.service_name AS service, given.key AS criterion, piece->>'document' AS document
FROM applications a,
     LATERAL (VALUES (a.body#>'{content,evidence}'), (a.body#>'{watch,renewed}')) AS held(evidence),
     LATERAL jsonb_each(CASE jsonb_typeof(held.evidence) WHEN 'object' THEN held.evidence ELSE '{}' END) AS given,
     LATERAL jsonb_array_elements(given.value) AS piece
WHERE piece->>'document' IS NOT NULL AND a.organisation = :of ORDER BY dossier, criterion
""").bindparams(sa.bindparam("of", type_=sa.Text))
)
BY_NAME = Query(
    sa.select(*columns_of(DocumentRow, "body")).where(
        or_(one_of("ids", col(DocumentRow.id)), one_of("digests", col(DocumentRow.sha256)))
    )
)
TWIN = Query(
    sa.select(*columns_of(DocumentRow, "id")).where(
        col(DocumentRow.organisation) == parameter("of", col(DocumentRow.organisation)),
        col(DocumentRow.sha256) == parameter("sha256", col(DocumentRow.sha256)),
        among(col(DocumentRow.state), STANDING),
    )
)


@dataclass(frozen=True, slots=True)
class Use:
    """One dossier that rests on a document, and for which criteria."""

    dossier: str
    service: str
    criteria: tuple[str, ...]


async def with_documents(asked: RenewEvidence | SaveDraft | ProvideComplement, request: Request) -> object:
    """A command with the documents that its own evidence names."""
    return await _with(asked, asked.evidence, request)


async def with_given_documents(asked: SubmitApplication, request: Request) -> object:
    """A filing with the documents that its evidence names: what was sent along, else what is drafted."""
    content = asked.content() or (await _application(request)).working
    return await _with(asked, content.evidence, request)


async def with_filed_documents(asked: DeclareAdmissible, request: Request) -> object:
    """A declaration with the documents that the dossier rests on, as they stand now."""
    filed = (await _application(request)).content
    return await _with(asked, filed.evidence if filed else {}, request)


async def _with(asked: object, evidence: Evidence, request: Request) -> object:
    """Most evidence names no document, and costs nothing."""
    ids, digests = named(evidence)
    if not ids and not digests:
        return asked
    known = [id_ for id_ in ids if _is_uuid(id_)]
    return WithDocuments(asked, await _documents(request, known, list(digests)))


async def _application(request: Request) -> Application:
    """The application that the path names. Problem not_found."""
    return APPLICATION.decode((await row(request, ApplicationRow)).body)


async def twin_of(request: Request, organisation: str | None, sha256: str) -> DocumentId | None:
    """A standing document of the organisation with that content."""
    found = await fetch(request, TWIN, of=organisation, sha256=sha256)
    return found[0].id if found else None


async def document_of(request: Request, id_: str) -> Document | None:
    """The document of that id."""
    found = await _documents(request, [id_], [])
    return found[0] if found else None


async def uses_of(request: Request, organisation: str) -> Mapping[str, Sequence[Use]]:
    """Where the documents of an organisation are used: document to dossiers."""
    found: dict[str, dict[str, Use]] = {}
    for one in await fetch(request, USED, of=organisation):
        dossiers = found.setdefault(one.document, {})
        earlier = dossiers.get(one.dossier, Use(one.dossier, one.service, ()))
        dossiers[one.dossier] = Use(one.dossier, one.service, (*earlier.criteria, one.criterion))
    return {document: tuple(dossiers.values()) for document, dossiers in found.items()}


async def _documents(request: Request, ids: list[str], digests: list[str]) -> tuple[Document, ...]:
    return tuple(DOCUMENT.decode(one.body) for one in await fetch(request, BY_NAME, ids=ids, digests=digests))


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
