"""What evaluation listens to: an application is admissible, and a service with exchange owes connection tests too."""

from services.evaluation.domain.connection_tests import connection_tests_required_by
from services.evaluation.domain.opening import open_evaluation
from services.evaluation.domain.requirement import require_connection_tests
from services.evaluation.tables import CONNECTION_TESTS, EVALUATION
from shared.contracts.intake import ApplicationDeclaredAdmissible
from shared.delivery.subscription import On, Subscriptions

SUBSCRIPTIONS = Subscriptions(
    "evaluation",
    On(ApplicationDeclaredAdmissible, open_evaluation, EVALUATION),
    On(ApplicationDeclaredAdmissible, require_connection_tests, CONNECTION_TESTS, target=connection_tests_required_by),
)
