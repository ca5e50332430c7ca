"""Evaluation, put together."""

from pathlib import Path

from services.evaluation.act_pages import router as act_pages
from services.evaluation.fact_pages import router as fact_pages
from services.evaluation.pages import router as pages
from services.evaluation.routes import ROUTERS
from services.evaluation.subscribers import SUBSCRIPTIONS
from services.evaluation.tables import CONNECTION_TESTS, EVALUATION, METADATA
from shared.http.pages import assets
from shared.http.signing_in import router as sign_in
from shared.runtime.service import Service

SERVICE = Service(
    name="evaluation",
    title="Instruction · Evaluation",
    aggregates=(EVALUATION, CONNECTION_TESTS),
    subscriptions=SUBSCRIPTIONS,
    metadata=METADATA,
    migrations=Path(__file__).parent / "migrations",
    routers=(*ROUTERS, pages, fact_pages, act_pages, sign_in, assets),
)
