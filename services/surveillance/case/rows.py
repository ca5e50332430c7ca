"""The table of non-compliance cases, and its binding to the state."""

from sqlalchemy.dialects.postgresql import UUID
from sqlmodel import Field

from services.surveillance.case.domain.life import TRANSITIONS
from services.surveillance.case.domain.state import NonComplianceCase
from services.surveillance.metadata import SurveillanceTable
from shared.delivery.shell.aggregate import Aggregate
from shared.persistence.aggregate_row import AggregateRow


class CaseRow(SurveillanceTable, AggregateRow, table=True):
    """One non-compliance case."""

    __tablename__ = "cases"

    listing: str = Field(sa_type=UUID(as_uuid=False), index=True)
    organisation: str | None = Field(default=None, index=True)


CASE = Aggregate("case", NonComplianceCase, CaseRow, TRANSITIONS)
