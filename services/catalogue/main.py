"""Catalogue, put together."""

from pathlib import Path

from services.catalogue.pages import router as pages
from services.catalogue.routes import ROUTERS
from services.catalogue.subscribers import SUBSCRIPTIONS
from services.catalogue.tables import LISTING, METADATA
from shared.http.pages import assets
from shared.runtime.service import Service

SERVICE = Service(
    name="catalogue",
    title="Catalogue des services · Catalogue",
    aggregates=(LISTING,),
    subscriptions=SUBSCRIPTIONS,
    metadata=METADATA,
    migrations=Path(__file__).parent / "migrations",
    routers=(*ROUTERS, pages, assets),
)
