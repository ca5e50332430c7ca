"""Catalogue's tables, on its own metadata."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from services.catalogue.domain.life import TRANSITIONS
from services.catalogue.domain.listing import Listing
from services.catalogue.domain.public import public_listing
from shared.delivery.aggregates import Aggregate
from shared.delivery.tables import AggregateRow, delivery_tables


class CatalogueTable(SQLModel, registry=registry()):
    """Base of catalogue's tables: SQLModel's own metadata would be shared by all services of a test process."""


class ListingRow(CatalogueTable, AggregateRow, table=True):
    """One listing. The search columns are empty until its grant arrives."""

    __tablename__ = "listings"
    __table_args__ = (sa.Index("listings_by_name", "sorting", "id"),)

    service_name: str | None
    publisher: str | None
    category: str | None = Field(index=True)
    typology: str | None
    ends_on: date | None
    sorting: str | None
    search: str | None


METADATA = CatalogueTable.metadata
delivery_tables(METADATA)

LISTING = Aggregate("listing", Listing, ListingRow, TRANSITIONS, public_listing)
