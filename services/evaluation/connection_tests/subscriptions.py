"""What leads to an act on connection tests: an admissible application with exchange owes them."""

from services.evaluation.connection_tests.domain.requirement import require_connection_tests
from services.evaluation.connection_tests.domain.state import connection_tests_required_by
from services.evaluation.connection_tests.rows import CONNECTION_TESTS
from shared.contracts.intake.application import ApplicationDeclaredAdmissible
from shared.delivery.kafka.subscription import On

SUBSCRIPTIONS = (
    On(ApplicationDeclaredAdmissible, require_connection_tests, CONNECTION_TESTS, target=connection_tests_required_by),
)
