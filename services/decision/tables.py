"""Decision's tables, on its own metadata."""

from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from services.decision.domain.decision_file import DecisionFile
from services.decision.domain.life import SANCTION_TRANSITIONS, TRANSITIONS
from services.decision.domain.sanction_file import SanctionFile
from services.decision.domain.verdict import latest_decision
from shared.delivery.aggregates import Aggregate
from shared.delivery.tables import AggregateRow, delivery_tables


class DecisionTable(SQLModel, registry=registry()):
    """Base of decision's tables: SQLModel's own metadata would be shared by all services of a test process."""


class DecisionFileRow(DecisionTable, AggregateRow, table=True):
    """One dossier before the commission and the minister. Whose it is, is known with the report."""

    __tablename__ = "decision_files"

    organisation: str | None = Field(default=None, index=True)
    service_name: str | None = None
    tests_state: str
    convention_state: str


class SanctionFileRow(DecisionTable, AggregateRow, table=True):
    """One case before the minister."""

    __tablename__ = "sanction_files"

    listing: str
    rung: str


METADATA = DecisionTable.metadata
delivery_tables(METADATA)

DECISION_FILE = Aggregate("decision_file", DecisionFile, DecisionFileRow, TRANSITIONS, latest_decision)
SANCTION_FILE = Aggregate("sanction_file", SanctionFile, SanctionFileRow, SANCTION_TRANSITIONS)
