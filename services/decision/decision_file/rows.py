"""The table of decision files, and its binding to the state."""

from sqlmodel import Field

from services.decision.decision_file.domain.life import TRANSITIONS
from services.decision.decision_file.domain.state import DecisionFile
from services.decision.decision_file.domain.verdict import latest_decision
from services.decision.metadata import DecisionTable
from shared.delivery.shell.aggregate import Aggregate
from shared.persistence.aggregate_row import AggregateRow


class DecisionFileRow(DecisionTable, AggregateRow, table=True):
    """One dossier before the commission and the minister. Whose it is, is known with the report."""

    __tablename__ = "decision_files"

    organisation: str | None = Field(default=None, index=True)
    service_name: str | None = None
    tests_state: str
    convention_state: str


DECISION_FILE = Aggregate("decision_file", DecisionFile, DecisionFileRow, TRANSITIONS, latest_decision)
