"""Intake, put together."""

from pathlib import Path

from services.intake.application.commands import ROUTERS
from services.intake.application.refusals import APPLICATION as APPLICATION_REFUSALS
from services.intake.application.refusals import FOLLOW_UP as FOLLOW_UP_REFUSALS
from services.intake.application.refusals import PRIOR_REQUEST, QUESTIONNAIRE
from services.intake.application.rows import APPLICATION, FOLLOW_UP, PUBLICATION
from services.intake.application.subscriptions import SUBSCRIPTIONS
from services.intake.filling import ROUTERS as FILLING
from services.intake.follow_up.pages.views import router as pages
from services.intake.metadata import METADATA
from services.intake.resources import causes, close, configure
from services.intake.settings import IntakeSettings
from services.intake.wallet.slice import SLICE as WALLET
from shared.http.pages import assets
from shared.http.signing_in import router as signing_in
from shared.runtime.service import Service, Slice

SERVICE = Service(
    name="intake",
    title="Dépôt et recevabilité · Intake",
    slices=(
        Slice(aggregate=APPLICATION, subscriptions=SUBSCRIPTIONS, refusals=APPLICATION_REFUSALS),
        Slice(refusals=PRIOR_REQUEST),
        Slice(refusals=QUESTIONNAIRE),
        Slice(aggregate=FOLLOW_UP, refusals=FOLLOW_UP_REFUSALS),
        WALLET,
        Slice(aggregate=PUBLICATION),
    ),
    metadata=METADATA,
    migrations=Path(__file__).parent / "migrations",
    other_routers=(*ROUTERS, pages, *FILLING, signing_in, assets),
    settings=IntakeSettings,
    configure=configure,
    causes=causes,
    close=close,
)
