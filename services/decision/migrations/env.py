"""Alembic environment of decision's history."""

from services.decision.metadata import METADATA
from shared.persistence.migrating import run_environment

run_environment(METADATA)
