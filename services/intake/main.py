"""Intake, put together."""

from pathlib import Path

from services.intake.application.slice import SLICE as APPLICATION
from services.intake.follow_up.slice import SLICE as FOLLOW_UP
from services.intake.metadata import METADATA
from services.intake.programme.slice import SLICE as PROGRAMME
from services.intake.questionnaire.slice import SLICE as QUESTIONNAIRE
from services.intake.resources import causes, close, configure
from services.intake.settings import IntakeSettings
from services.intake.wallet.slice import SLICE as WALLET
from shared.http.pages import assets
from shared.http.signing_in import router as signing_in
from shared.runtime.service import Service

SERVICE = Service(
    name="intake",
    title="Dépôt et recevabilité · Intake",
    slices=(APPLICATION, FOLLOW_UP, WALLET, PROGRAMME, QUESTIONNAIRE),
    metadata=METADATA,
    migrations=Path(__file__).parent / "migrations",
    other_routers=(signing_in, assets),
    settings=IntakeSettings,
    configure=configure,
    causes=causes,
    close=close,
)
