"""Queries on documents, and on where they are used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from fastapi import Request
from sqlmodel import col, or_

from services.intake.wallet.domain.document import STANDING, Document, DocumentId
from services.intake.wallet.rows import DOCUMENT, DocumentRow
from shared.http.reads import fetch
from shared.persistence.statements import Query, among, columns_of, one_of, parameter

USES = Query(
    sa.text("""
SELECT a.id::text AS dossier, a.service_name AS service, given.key AS criterion, piece->>'document' AS document
FROM applications a,
     LATERAL (VALUES (a.body#>'{content,evidence}'), (a.body#>'{watch,renewed}')) AS filed(evidence),
     LATERAL jsonb_each(CASE jsonb_typeof(filed.evidence) WHEN 'object' THEN filed.evidence ELSE '{}' END) AS given,
     LATERAL jsonb_array_elements(given.value) AS piece
WHERE piece->>'document' IS NOT NULL AND a.organisation = :of ORDER BY dossier, criterion
""").bindparams(sa.bindparam("of", type_=sa.Text))
)
"""By the table's name, for the module of the applications' rows belongs to another slice."""
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


async def documents_by_name(request: Request, ids: Sequence[str], digests: Sequence[str]) -> tuple[Document, ...]:
    """The documents with one of these ids or contents, of whatever organisation."""
    found = await fetch(request, BY_NAME, ids=list(ids), digests=list(digests))
    return tuple(DOCUMENT.decode(row.body) for row in found)


async def document_by_id(request: Request, id_: str) -> Document | None:
    """The document of that id."""
    found = await documents_by_name(request, [id_], [])
    return found[0] if found else None


async def twin_of(request: Request, organisation: str | None, sha256: str) -> DocumentId | None:
    """A standing document of the organisation with that content."""
    found = await fetch(request, TWIN, of=organisation, sha256=sha256)
    return found[0].id if found else None


async def uses_of(request: Request, organisation: str) -> Mapping[str, Sequence[Use]]:
    """Where the documents of an organisation are used: document to dossiers."""
    found: dict[str, dict[str, Use]] = {}
    for row in await fetch(request, USES, of=organisation):
        dossiers = found.setdefault(row.document, {})
        earlier = dossiers.get(row.dossier, Use(row.dossier, row.service, ()))
        dossiers[row.dossier] = Use(row.dossier, row.service, (*earlier.criteria, row.criterion))
    return {document: tuple(dossiers.values()) for document, dossiers in found.items()}
