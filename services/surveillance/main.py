"""Surveillance, put together."""

from pathlib import Path

from services.surveillance.routes import ROUTERS
from services.surveillance.subscribers import SUBSCRIPTIONS
from services.surveillance.tables import CAMPAIGN, CASE, COMPLAINT, METADATA, WATCH
from shared.runtime.service import Service

SERVICE = Service(
    name="surveillance",
    title="Surveillance, plaintes et contrôles · Surveillance",
    aggregates=(WATCH, COMPLAINT, CASE, CAMPAIGN),
    subscriptions=SUBSCRIPTIONS,
    metadata=METADATA,
    migrations=Path(__file__).parent / "migrations",
    routers=ROUTERS,
)
