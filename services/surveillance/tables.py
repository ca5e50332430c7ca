"""Surveillance's tables, on its own metadata."""

from datetime import date

from sqlalchemy.dialects.postgresql import UUID
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from services.surveillance.domain import life
from services.surveillance.domain.campaign import Campaign
from services.surveillance.domain.case import NonComplianceCase
from services.surveillance.domain.complaint import Complaint
from services.surveillance.domain.watch import Watch
from shared.delivery.aggregates import Aggregate
from shared.delivery.tables import AggregateRow, delivery_tables


class SurveillanceTable(SQLModel, registry=registry()):
    """Base of surveillance's tables: SQLModel's own metadata would be shared by all services of a test process."""


class WatchRow(SurveillanceTable, AggregateRow, table=True):
    """What is known of one listing. The columns about the service are empty until its publication is heard of."""

    __tablename__ = "watches"

    listing: str = Field(sa_type=UUID(as_uuid=False), unique=True)
    typology: str | None
    service_name: str | None
    organisation: str | None = Field(default=None, index=True)
    published_on: date | None
    ends_on: date | None


class ComplaintRow(SurveillanceTable, AggregateRow, table=True):
    """One complaint. Its text is in the body only."""

    __tablename__ = "complaints"

    listing: str = Field(sa_type=UUID(as_uuid=False), index=True)
    category: str
    severity: str | None
    complainant: str = Field(index=True)


class CaseRow(SurveillanceTable, AggregateRow, table=True):
    """One non-compliance case."""

    __tablename__ = "cases"

    listing: str = Field(sa_type=UUID(as_uuid=False), index=True)
    organisation: str | None = Field(default=None, index=True)


class CampaignRow(SurveillanceTable, AggregateRow, table=True):
    """One sampling campaign, its frozen population in the body."""

    __tablename__ = "campaigns"

    planned_on: date
    drawn_on: date | None


METADATA = SurveillanceTable.metadata
delivery_tables(METADATA)

WATCH = Aggregate("watch", Watch, WatchRow, life.WATCH)
COMPLAINT = Aggregate("complaint", Complaint, ComplaintRow, life.COMPLAINT)
CASE = Aggregate("case", NonComplianceCase, CaseRow, life.CASE)
CAMPAIGN = Aggregate("campaign", Campaign, CampaignRow, life.CAMPAIGN)
