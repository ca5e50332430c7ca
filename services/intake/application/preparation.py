"""Commands with the documents of the wallet that they or their dossier name, as their acts need them."""

from uuid import UUID

from fastapi import Request

from services.intake.application.domain.admissibility import DeclareAdmissible
from services.intake.application.domain.complement import ProvideComplement
from services.intake.application.domain.draft import SaveDraft
from services.intake.application.domain.evidence_expiry import RenewEvidence
from services.intake.application.domain.state import Application
from services.intake.application.domain.submission import SubmitApplication
from services.intake.application.rows import APPLICATION, ApplicationRow
from services.intake.wallet.domain.references import Evidence, WithDocuments, named
from services.intake.wallet.queries import documents_by_name
from shared.http.reads import row


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
    return WithDocuments(asked, await documents_by_name(request, known, list(digests)))


async def _application(request: Request) -> Application:
    """The application that the path names. Problem not_found."""
    return APPLICATION.decode((await row(request, ApplicationRow)).body)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
