"""Alembic environment of surveillance's history."""

from services.surveillance.tables import METADATA
from shared.persistence.migrating import run_environment

run_environment(METADATA)
