"""The table of connection tests, and its binding to the state."""

from services.evaluation.connection_tests.domain.life import TRANSITIONS
from services.evaluation.connection_tests.domain.state import ConnectionTests
from services.evaluation.metadata import EvaluationTable
from shared.delivery.shell.aggregate import Aggregate
from shared.persistence.aggregate_row import AggregateRow


class ConnectionTestsRow(EvaluationTable, AggregateRow, table=True):
    """The connection tests of one dossier."""

    __tablename__ = "connection_tests"

    organisation: str


CONNECTION_TESTS = Aggregate("connection_tests", ConnectionTests, ConnectionTestsRow, TRANSITIONS)
