"""The table of sanction files, and its binding to the state."""

from services.decision.metadata import DecisionTable
from services.decision.sanction.domain.life import TRANSITIONS
from services.decision.sanction.domain.state import SanctionFile
from shared.delivery.shell.aggregate import Aggregate
from shared.persistence.aggregate_row import AggregateRow


class SanctionFileRow(DecisionTable, AggregateRow, table=True):
    """One case before the minister."""

    __tablename__ = "sanction_files"

    listing: str
    rung: str


SANCTION_FILE = Aggregate("sanction_file", SanctionFile, SanctionFileRow, TRANSITIONS)
