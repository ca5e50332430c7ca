"""Evaluation's tables, on its own metadata."""

from datetime import date

from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from services.evaluation.connection_tests.domain.state import ConnectionTests
from services.evaluation.evaluation.domain.state import Evaluation
from services.evaluation.evaluation.domain.life import TEST_TRANSITIONS, TRANSITIONS
from shared.delivery.aggregates import Aggregate
from shared.delivery.tables import AggregateRow, delivery_tables


class EvaluationTable(SQLModel, registry=registry()):
    """Base of evaluation's tables: SQLModel's own metadata would be shared by all services of a test process."""


class EvaluationRow(EvaluationTable, AggregateRow, table=True):
    """One evaluation."""

    __tablename__ = "evaluations"

    organisation: str = Field(index=True)
    service_name: str
    due_on: date | None = Field(default=None, index=True)


class ConnectionTestsRow(EvaluationTable, AggregateRow, table=True):
    """The connection tests of one dossier."""

    __tablename__ = "connection_tests"

    organisation: str


METADATA = EvaluationTable.metadata
delivery_tables(METADATA)

EVALUATION = Aggregate("evaluation", Evaluation, EvaluationRow, TRANSITIONS)
CONNECTION_TESTS = Aggregate("connection_tests", ConnectionTests, ConnectionTestsRow, TEST_TRANSITIONS)
