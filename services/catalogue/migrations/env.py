"""Alembic environment of catalogue's history."""

from services.catalogue.tables import METADATA
from shared.persistence.migrating import run_environment

run_environment(METADATA)
