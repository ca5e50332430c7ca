"""Evaluation, put together."""

from pathlib import Path

from services.evaluation.evaluation.pages.acts import router as act_pages
from services.evaluation.evaluation.pages.facts import router as fact_pages
from services.evaluation.evaluation.pages.views import router as pages
from services.evaluation.evaluation.commands import ROUTERS
from services.evaluation.evaluation.subscriptions import SUBSCRIPTIONS
from services.evaluation.evaluation.rows import CONNECTION_TESTS, EVALUATION, METADATA
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
