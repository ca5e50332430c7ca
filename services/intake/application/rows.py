"""Tables of applications, of the published programme and of follow-ups."""

from sqlmodel import Field

from services.intake.application.domain.life import PUBLICATION as PUBLICATION_LIFE
from services.intake.application.domain.life import TRANSITIONS
from services.intake.application.domain.state import Application
from services.intake.follow_up.domain.life import FOLLOW_UP as FOLLOW_UP_LIFE
from services.intake.follow_up.domain.state import FollowUp
from services.intake.metadata import IntakeTable
from services.intake.programme.domain.publication import PublishedVersions, published_programme
from shared.delivery.shell.aggregate import Aggregate
from shared.persistence.aggregate_row import AggregateRow


class ApplicationRow(IntakeTable, AggregateRow, table=True):
    """One application."""

    __tablename__ = "applications"

    organisation: str = Field(index=True)
    service_name: str


class PublicationRow(IntakeTable, AggregateRow, table=True):
    """The programme, as it is published: one row."""

    __tablename__ = "publications"


class FollowUpRow(IntakeTable, AggregateRow, table=True):
    """What became of one dossier after intake."""

    __tablename__ = "follow_ups"


APPLICATION = Aggregate("application", Application, ApplicationRow, TRANSITIONS)
PUBLICATION = Aggregate("programme", PublishedVersions, PublicationRow, PUBLICATION_LIFE, published_programme)
FOLLOW_UP = Aggregate("follow_up", FollowUp, FollowUpRow, FOLLOW_UP_LIFE)
