"""The table of applications, and its binding to the state."""

from sqlmodel import Field

from services.intake.application.domain.life import TRANSITIONS
from services.intake.application.domain.state import Application
from services.intake.metadata import IntakeTable
from shared.delivery.shell.aggregate import Aggregate
from shared.persistence.aggregate_row import AggregateRow


class ApplicationRow(IntakeTable, AggregateRow, table=True):
    """One application."""

    __tablename__ = "applications"

    organisation: str = Field(index=True)
    service_name: str


APPLICATION = Aggregate("application", Application, ApplicationRow, TRANSITIONS)
