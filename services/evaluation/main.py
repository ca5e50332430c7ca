"""Evaluation, put together."""

from pathlib import Path

from services.evaluation.connection_tests.slice import SLICE as CONNECTION_TESTS
from services.evaluation.evaluation.slice import SLICE as EVALUATION
from services.evaluation.metadata import METADATA
from shared.http.pages import assets
from shared.http.signing_in import router as sign_in
from shared.runtime.service import Service

SERVICE = Service(
    name="evaluation",
    title="Instruction · Evaluation",
    slices=(EVALUATION, CONNECTION_TESTS),
    metadata=METADATA,
    migrations=Path(__file__).parent / "migrations",
    other_routers=(sign_in, assets),
)
