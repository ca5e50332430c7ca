"""Decision, put together."""

from pathlib import Path

from services.decision.decision_file.slice import SLICE as DECISION_FILE
from services.decision.metadata import METADATA
from services.decision.sanction.slice import SLICE as SANCTION
from shared.runtime.service import Service

SERVICE = Service(
    name="decision",
    title="Avis et décision · Decision",
    slices=(DECISION_FILE, SANCTION),
    metadata=METADATA,
    migrations=Path(__file__).parent / "migrations",
)
