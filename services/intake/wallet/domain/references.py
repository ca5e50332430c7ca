"""Evidence that names documents of the wallet: their metadata are the wallet's, never the filing's (rule I-26)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from services.intake.wallet.domain.document import HARMFUL, STANDING, Document
from shared.contracts.case_file import CaseFile, EvidencePiece
from shared.programme.faults import Fault

Documents = Sequence[Document]
Evidence = Mapping[str, tuple[EvidencePiece, ...]]
NOTHING: Evidence = {}


@dataclass(frozen=True, slots=True)
class WithDocuments:
    """A command, and the documents that it or its dossier names, as the wallet knows them now."""

    asked: object
    documents: Documents


def opened(command: object) -> tuple[object, Documents]:
    """What was asked, and the documents that came with it."""
    return (command.asked, command.documents) if isinstance(command, WithDocuments) else (command, ())


def resolved(
    content: CaseFile, documents: Documents, organisation: str, filed: Evidence = NOTHING
) -> tuple[CaseFile, list[Fault]]:
    """The content with every piece that names a document as the wallet has it; and every fault of those names.

    A piece names a document by its id, or by a sha256 that the wallet holds; any other is the publisher's own word.
    Another organisation's document is as unknown as one that never was. What is given as it was `filed` stays so.
    """
    own = [one for one in documents if one.organisation == organisation]
    by_id = {str(one.id): one for one in own}
    by_content = {one.sha256: one for one in sorted(own, key=_standing_last)}
    faults: list[Fault] = []
    evidence: dict[str, tuple[EvidencePiece, ...]] = {}
    for criterion, pieces in content.evidence.items():
        if filed.get(criterion) == pieces:
            evidence[criterion] = pieces
            continue
        told = []
        for place, piece in enumerate(pieces):
            path = f"evidence.{criterion}.{place}"
            found = by_id.get(piece.document) if piece.document else by_content.get(piece.sha256 or "")
            faults += _faults(path, piece, found)
            told.append(found.piece() if found else piece)
        evidence[criterion] = tuple(told)
    return replace(content, evidence=evidence), faults


def refreshed(content: CaseFile, documents: Documents) -> CaseFile:
    """The content with the status that its documents have by now; what else is known of them never changes."""
    now = {str(one.id): one.piece().status for one in documents}
    evidence = {
        criterion: tuple(replace(one, status=now.get(one.document or "", one.status)) for one in pieces)
        for criterion, pieces in content.evidence.items()
    }
    return replace(content, evidence=evidence)


def named(evidence: Mapping[str, Sequence[EvidencePiece]]) -> tuple[frozenset[str], frozenset[str]]:
    """The ids, and the digests, that pieces of evidence carry."""
    pieces = [piece for given in evidence.values() for piece in given]
    return (
        frozenset(piece.document for piece in pieces if piece.document),
        frozenset(piece.sha256 for piece in pieces if piece.sha256 and not piece.document),
    )


def _faults(path: str, piece: EvidencePiece, found: Document | None) -> Iterator[Fault]:
    if found is None:
        if piece.document:
            yield Fault(f"{path}.document", "document_unknown", "the id of a document of your own wallet")
        return
    if found.state not in STANDING:
        yield Fault(f"{path}.document", f"document_{found.state}", "name another document")
    if found.verdict in HARMFUL:
        yield Fault(f"{path}.document", f"document_{found.verdict}", "name another document")
    for name in ("type", "issued_on", "valid_until", "sha256"):
        given, known = getattr(piece, name), getattr(found, name)
        if given is not None and given != known:
            yield Fault(f"{path}.{name}", "differs_from_wallet", f"leave it out, or {known}")


def _standing_last(document: Document) -> tuple[bool, str]:
    """Of several documents with the same content, the last in this order counts."""
    return document.state in STANDING, document.submitted_on.isoformat()
