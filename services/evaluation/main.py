"""Evaluation, put together."""

from pathlib import Path

from services.evaluation.routes import ROUTERS
from services.evaluation.subscribers import SUBSCRIPTIONS
from services.evaluation.tables import CONNECTION_TESTS, EVALUATION, METADATA
from shared.runtime.service import Service

SERVICE = Service(
    name="evaluation",
    title="Instruction · Evaluation",
    aggregates=(EVALUATION, CONNECTION_TESTS),
    subscriptions=SUBSCRIPTIONS,
    metadata=METADATA,
    migrations=Path(__file__).parent / "migrations",
    routers=ROUTERS,
)
