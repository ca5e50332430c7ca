"""Surveillance, put together."""

from pathlib import Path

from services.surveillance.routes import ROUTERS
from services.surveillance.subscribers import SUBSCRIPTIONS
from services.surveillance.tables import CAMPAIGN, CASE, COMPLAINT, METADATA, WATCH
from shared.runtime.service import Service, Slice

SERVICE = Service(
    name="surveillance",
    title="Surveillance, plaintes et contrôles · Surveillance",
    slices=(
        Slice(aggregate=WATCH, subscriptions=SUBSCRIPTIONS),
        Slice(aggregate=COMPLAINT),
        Slice(aggregate=CASE),
        Slice(aggregate=CAMPAIGN),
    ),
    metadata=METADATA,
    migrations=Path(__file__).parent / "migrations",
    other_routers=ROUTERS,
)
