"""The table of follow-ups, and its binding to the state."""

from services.intake.follow_up.domain.life import TRANSITIONS
from services.intake.follow_up.domain.state import FollowUp
from services.intake.metadata import IntakeTable
from shared.delivery.shell.aggregate import Aggregate
from shared.persistence.aggregate_row import AggregateRow


class FollowUpRow(IntakeTable, AggregateRow, table=True):
    """What became of one dossier after intake."""

    __tablename__ = "follow_ups"


FOLLOW_UP = Aggregate("follow_up", FollowUp, FollowUpRow, TRANSITIONS)
