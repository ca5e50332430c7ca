"""Alembic environment of surveillance's history."""

from services.surveillance.metadata import METADATA
from shared.persistence.migrating import run_environment

run_environment(METADATA)
