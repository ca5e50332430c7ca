"""Decision, put together."""

from pathlib import Path

from services.decision.routes import ROUTERS
from services.decision.subscribers import SUBSCRIPTIONS
from services.decision.tables import DECISION_FILE, METADATA, SANCTION_FILE
from shared.runtime.service import Service, Slice

SERVICE = Service(
    name="decision",
    title="Avis et décision · Decision",
    slices=(
        Slice(aggregate=DECISION_FILE, subscriptions=SUBSCRIPTIONS),
        Slice(aggregate=SANCTION_FILE),
    ),
    metadata=METADATA,
    migrations=Path(__file__).parent / "migrations",
    other_routers=ROUTERS,
)
