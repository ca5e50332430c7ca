"""Filling in a dossier on pages (« remplir mon dossier »), for a publisher who is signed in."""

from services.intake.questionnaire.pages import ecoscore, forms, version
from services.intake.questionnaire.pages import views as pages

ROUTERS = (pages.router, forms.router, version.router, ecoscore.router)
