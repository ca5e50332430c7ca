"""Catalogue's HTTP doors: reads and pages only; what happens to a listing comes from the minister's decisions."""

from services.catalogue.queries import router as queries

ROUTERS = (queries,)
