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
from shared.runtime.service import Service, Slice

SERVICE = Service(
    name="evaluation",
    title="Instruction · Evaluation",
    slices=(
        Slice(aggregate=EVALUATION, subscriptions=SUBSCRIPTIONS),
        Slice(aggregate=CONNECTION_TESTS),
    ),
    metadata=METADATA,
    migrations=Path(__file__).parent / "migrations",
    other_routers=(*ROUTERS, pages, fact_pages, act_pages, sign_in, assets),
)
