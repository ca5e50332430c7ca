"""Decision, put together."""

from pathlib import Path

from services.decision.routes import ROUTERS
from services.decision.subscribers import SUBSCRIPTIONS
from services.decision.tables import DECISION_FILE, METADATA, SANCTION_FILE
from shared.runtime.service import Service

SERVICE = Service(
    name="decision",
    title="Avis et décision · Decision",
    aggregates=(DECISION_FILE, SANCTION_FILE),
    subscriptions=SUBSCRIPTIONS,
    metadata=METADATA,
    migrations=Path(__file__).parent / "migrations",
    routers=ROUTERS,
)
