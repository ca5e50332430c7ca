"""The table of listings, and its binding to the state."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field

from services.catalogue.listing.domain.life import TRANSITIONS
from services.catalogue.listing.domain.public import public_listing
from services.catalogue.listing.domain.state import Listing
from services.catalogue.metadata import CatalogueTable
from shared.delivery.shell.aggregate import Aggregate
from shared.persistence.aggregate_row import AggregateRow


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


LISTING = Aggregate("listing", Listing, ListingRow, TRANSITIONS, public_listing)
