"""The base of intake's tables, and the metadata that migrations and tests read."""

from sqlalchemy.orm import registry
from sqlmodel import SQLModel

from shared.delivery.schema.tables import delivery_tables


class IntakeTable(SQLModel, registry=registry()):
    """Base of intake's tables: SQLModel's own metadata would be shared by all services of a test process."""


METADATA = IntakeTable.metadata
delivery_tables(METADATA)
