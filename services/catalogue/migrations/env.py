"""Alembic environment of catalogue's history."""

from services.catalogue.metadata import METADATA
from shared.persistence.migrating import run_environment

run_environment(METADATA)
