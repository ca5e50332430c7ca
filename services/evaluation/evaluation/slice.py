"""Evaluations (« instruction »), put together."""

from services.evaluation.evaluation.commands import router as commands
from services.evaluation.evaluation.pages.acts import router as act_pages
from services.evaluation.evaluation.pages.facts import router as fact_pages
from services.evaluation.evaluation.pages.views import router as pages
from services.evaluation.evaluation.reads import router as reads
from services.evaluation.evaluation.refusals import REFUSALS
from services.evaluation.evaluation.rows import EVALUATION
from services.evaluation.evaluation.subscriptions import SUBSCRIPTIONS
from shared.runtime.service import Slice

SLICE = Slice(
    aggregate=EVALUATION,
    subscriptions=SUBSCRIPTIONS,
    routers=(commands, reads, pages, fact_pages, act_pages),
    refusals=REFUSALS,
)
