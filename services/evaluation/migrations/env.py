"""Alembic environment of evaluation's history."""

from services.evaluation.tables import METADATA
from shared.persistence.migrating import run_environment

run_environment(METADATA)
