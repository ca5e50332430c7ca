"""The table of the published programme, and its binding to the state."""

from services.intake.metadata import IntakeTable
from services.intake.programme.domain.life import TRANSITIONS
from services.intake.programme.domain.publication import PublishedVersions, published_programme
from shared.delivery.shell.aggregate import Aggregate
from shared.persistence.aggregate_row import AggregateRow


class PublicationRow(IntakeTable, AggregateRow, table=True):
    """The programme, as it is published: one row."""

    __tablename__ = "publications"


PUBLICATION = Aggregate("programme", PublishedVersions, PublicationRow, TRANSITIONS, published_programme)
