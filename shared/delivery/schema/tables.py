"""The plumbing tables on the metadata of a service, which keeps them in its own database."""

import sqlalchemy as sa

from shared.delivery.schema import evidence, messages
from shared.delivery.schema.base import PlumbingTable

DECLARED = (messages, evidence)
"""Modules whose classes declare the tables."""


def delivery_tables(metadata: sa.MetaData) -> None:
    """Declare inbox, outbox, journal, deadlines, parked … on a service's metadata."""
    for table in PlumbingTable.metadata.sorted_tables:
        table.to_metadata(metadata)
