"""Filling in a dossier on pages (« remplir mon dossier »), for a publisher who is signed in."""

from services.intake.filling import ecoscore, forms, pages, version

ROUTERS = (pages.router, forms.router, version.router, ecoscore.router)
