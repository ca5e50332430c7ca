"""The columns that every aggregate's table has."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import BYTEA, JSONB, UUID
from sqlmodel import Field, SQLModel


class AggregateRow(SQLModel):
    """Columns of every aggregate table. A service adds search columns named like attributes of its state."""

    id: str = Field(sa_type=UUID(as_uuid=False), primary_key=True)
    dossier: str | None = Field(default=None, sa_type=UUID(as_uuid=False), index=True)
    state: str = Field(index=True)
    version: int
    """Grows by one with each act performed; the ETag."""
    events: int
    """How many events the aggregate has published: the last `sequence`."""
    entries: int
    """How many journal entries the aggregate has."""
    journal_head: bytes = Field(sa_type=BYTEA)
    """Hash of the last journal entry."""
    body: dict[str, object] = Field(sa_type=JSONB)
    changed_at: str = Field(sa_type=sa.DateTime(timezone=True))
