"""The table of documents, and its binding to the state."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import UUID
from sqlmodel import Field

from services.intake.metadata import IntakeTable
from services.intake.wallet.domain.document import Document, Verdict
from services.intake.wallet.domain.life import TRANSITIONS
from shared.delivery.shell.aggregate import Aggregate
from shared.persistence.aggregate_row import AggregateRow

UNSCANNED = Verdict.QUARANTINED.value


class DocumentRow(IntakeTable, AggregateRow, table=True):
    """One document of a wallet. Its content is in the store, under `sha256`."""

    __tablename__ = "documents"
    __table_args__ = (sa.Index("documents_unscanned", "id", postgresql_where=sa.text(f"verdict = '{UNSCANNED}'")),)

    organisation: str = Field(index=True)
    sha256: str = Field(index=True)
    verdict: str
    replaces: str | None = Field(default=None, sa_type=UUID(as_uuid=False), index=True)


DOCUMENT = Aggregate("document", Document, DocumentRow, TRANSITIONS)
