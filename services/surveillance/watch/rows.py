"""The table of watches, and its binding to the state."""

from datetime import date

from sqlalchemy.dialects.postgresql import UUID
from sqlmodel import Field

from services.surveillance.metadata import SurveillanceTable
from services.surveillance.watch.domain.life import TRANSITIONS
from services.surveillance.watch.domain.state import Watch
from shared.delivery.shell.aggregate import Aggregate
from shared.persistence.aggregate_row import AggregateRow


class WatchRow(SurveillanceTable, AggregateRow, table=True):
    """What is known of one listing. The columns about the service are empty until its publication arrives."""

    __tablename__ = "watches"

    listing: str = Field(sa_type=UUID(as_uuid=False), unique=True)
    typology: str | None
    service_name: str | None
    organisation: str | None = Field(default=None, index=True)
    published_on: date | None
    ends_on: date | None


WATCH = Aggregate("watch", Watch, WatchRow, TRANSITIONS)
