"""Catalogue, put together."""

from pathlib import Path

from services.catalogue.listing.slice import SLICE as LISTING
from services.catalogue.metadata import METADATA
from shared.http.pages import assets
from shared.runtime.service import Service

SERVICE = Service(
    name="catalogue",
    title="Catalogue des services · Catalogue",
    slices=(LISTING,),
    metadata=METADATA,
    migrations=Path(__file__).parent / "migrations",
    other_routers=(assets,),
)
