"""The base of evaluation's tables, and the metadata that migrations and tests read."""

from sqlalchemy.orm import registry
from sqlmodel import SQLModel

from shared.delivery.schema.tables import delivery_tables


class EvaluationTable(SQLModel, registry=registry()):
    """Base of evaluation's tables: SQLModel's own metadata would be shared by all services of a test process."""


METADATA = EvaluationTable.metadata
delivery_tables(METADATA)
