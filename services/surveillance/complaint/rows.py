"""The table of complaints, and its binding to the state."""

from sqlalchemy.dialects.postgresql import UUID
from sqlmodel import Field

from services.surveillance.complaint.domain.life import TRANSITIONS
from services.surveillance.complaint.domain.state import Complaint
from services.surveillance.metadata import SurveillanceTable
from shared.delivery.shell.aggregate import Aggregate
from shared.persistence.aggregate_row import AggregateRow


class ComplaintRow(SurveillanceTable, AggregateRow, table=True):
    """One complaint. Its text is in the body only."""

    __tablename__ = "complaints"

    listing: str = Field(sa_type=UUID(as_uuid=False), index=True)
    category: str
    severity: str | None
    complainant: str = Field(index=True)


COMPLAINT = Aggregate("complaint", Complaint, ComplaintRow, TRANSITIONS)
