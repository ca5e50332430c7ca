"""Connection tests (« tests de raccordement »), put together."""

from services.evaluation.connection_tests.commands import router as commands
from services.evaluation.connection_tests.reads import router as reads
from services.evaluation.connection_tests.rows import CONNECTION_TESTS
from services.evaluation.connection_tests.subscriptions import SUBSCRIPTIONS
from shared.runtime.service import Slice

SLICE = Slice(aggregate=CONNECTION_TESTS, subscriptions=SUBSCRIPTIONS, routers=(commands, reads))
