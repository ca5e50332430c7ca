"""The table of evaluations, and its binding to the state."""

from datetime import date

from sqlmodel import Field

from services.evaluation.evaluation.domain.life import TRANSITIONS
from services.evaluation.evaluation.domain.state import Evaluation
from services.evaluation.metadata import EvaluationTable
from shared.delivery.shell.aggregate import Aggregate
from shared.persistence.aggregate_row import AggregateRow


class EvaluationRow(EvaluationTable, AggregateRow, table=True):
    """One evaluation."""

    __tablename__ = "evaluations"

    organisation: str = Field(index=True)
    service_name: str
    due_on: date | None = Field(default=None, index=True)


EVALUATION = Aggregate("evaluation", Evaluation, EvaluationRow, TRANSITIONS)
