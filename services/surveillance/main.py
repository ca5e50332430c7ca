"""Surveillance, put together."""

from pathlib import Path

from services.surveillance.campaign.slice import SLICE as CAMPAIGN
from services.surveillance.case.slice import SLICE as CASE
from services.surveillance.complaint.slice import SLICE as COMPLAINT
from services.surveillance.metadata import METADATA
from services.surveillance.watch.slice import SLICE as WATCH
from shared.runtime.service import Service

SERVICE = Service(
    name="surveillance",
    title="Surveillance, plaintes et contrôles · Surveillance",
    slices=(WATCH, COMPLAINT, CASE, CAMPAIGN),
    metadata=METADATA,
    migrations=Path(__file__).parent / "migrations",
)
