"""The base of catalogue's tables, and the metadata that migrations and tests read."""

from sqlalchemy.orm import registry
from sqlmodel import SQLModel

from shared.delivery.schema.tables import delivery_tables


class CatalogueTable(SQLModel, registry=registry()):
    """Base of catalogue's tables: SQLModel's own metadata would be shared by all services of a test process."""


METADATA = CatalogueTable.metadata
delivery_tables(METADATA)
