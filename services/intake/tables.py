"""Intake's tables, on its own metadata."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import UUID
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from services.intake.domain.application import Application
from services.intake.domain.follow_up import FollowUp
from services.intake.domain.follow_up_life import FOLLOW_UP as FOLLOW_UP_LIFE
from services.intake.domain.life import PUBLICATION as PUBLICATION_LIFE
from services.intake.domain.life import TRANSITIONS
from services.intake.domain.publication import PublishedVersions, published_programme
from services.intake.wallet.domain.document import Document, Verdict
from services.intake.wallet.domain.life import DOCUMENT as DOCUMENT_LIFE
from shared.delivery.aggregates import Aggregate
from shared.delivery.tables import AggregateRow, delivery_tables

UNSCANNED = Verdict.QUARANTINED.value


class IntakeTable(SQLModel, registry=registry()):
    """Base of intake's tables: SQLModel's own metadata would be shared by all services of a test process."""


class ApplicationRow(IntakeTable, AggregateRow, table=True):
    """One application."""

    __tablename__ = "applications"

    organisation: str = Field(index=True)
    service_name: str


class PublicationRow(IntakeTable, AggregateRow, table=True):
    """The programme, as it is published: one row."""

    __tablename__ = "publications"


class FollowUpRow(IntakeTable, AggregateRow, table=True):
    """What became of one dossier after intake."""

    __tablename__ = "follow_ups"


class DocumentRow(IntakeTable, AggregateRow, table=True):
    """One document of a wallet. Its content lies in the store, under `sha256`."""

    __tablename__ = "documents"
    __table_args__ = (sa.Index("documents_unscanned", "id", postgresql_where=sa.text(f"verdict = '{UNSCANNED}'")),)

    organisation: str = Field(index=True)
    sha256: str = Field(index=True)
    verdict: str
    replaces: str | None = Field(default=None, sa_type=UUID(as_uuid=False), index=True)


METADATA = IntakeTable.metadata
delivery_tables(METADATA)

APPLICATION = Aggregate("application", Application, ApplicationRow, TRANSITIONS)
PUBLICATION = Aggregate("programme", PublishedVersions, PublicationRow, PUBLICATION_LIFE, published_programme)
FOLLOW_UP = Aggregate("follow_up", FollowUp, FollowUpRow, FOLLOW_UP_LIFE)
DOCUMENT = Aggregate("document", Document, DocumentRow, DOCUMENT_LIFE)
