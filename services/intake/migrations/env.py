"""Alembic environment of intake's history."""

from services.intake.metadata import METADATA
from shared.persistence.migrating import run_environment

run_environment(METADATA)
