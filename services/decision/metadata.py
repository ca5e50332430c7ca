"""The base of decision's tables, and the metadata that migrations and tests read."""

from sqlalchemy.orm import registry
from sqlmodel import SQLModel

from shared.delivery.schema.tables import delivery_tables


class DecisionTable(SQLModel, registry=registry()):
    """Base of decision's tables: SQLModel's own metadata would be shared by all services of a test process."""


METADATA = DecisionTable.metadata
delivery_tables(METADATA)
