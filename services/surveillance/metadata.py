"""The base of surveillance's tables, and the metadata that migrations and tests read."""

from sqlalchemy.orm import registry
from sqlmodel import SQLModel

from shared.delivery.schema.tables import delivery_tables


class SurveillanceTable(SQLModel, registry=registry()):
    """Base of surveillance's tables: SQLModel's own metadata would be shared by all services of a test process."""


METADATA = SurveillanceTable.metadata
delivery_tables(METADATA)
