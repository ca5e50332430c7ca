"""Watches (« veilles ») on listings, put together."""

from services.surveillance.watch.reads import router as reads
from services.surveillance.watch.rows import WATCH
from services.surveillance.watch.subscriptions import SUBSCRIPTIONS
from shared.runtime.service import Slice

SLICE = Slice(aggregate=WATCH, subscriptions=SUBSCRIPTIONS, routers=(reads,))
