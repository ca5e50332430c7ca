"""Alembic environment of evaluation's history."""

from services.evaluation.metadata import METADATA
from shared.persistence.migrating import run_environment

run_environment(METADATA)
