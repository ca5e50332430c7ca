"""What evaluation listens to: an application is admissible (one with exchange owes tests too), a complement came."""

from services.evaluation.evaluation.domain.complement import take_complement
from services.evaluation.connection_tests.domain.state import connection_tests_required_by
from services.evaluation.evaluation.domain.opening import open_evaluation
from services.evaluation.connection_tests.domain.requirement import require_connection_tests
from services.evaluation.evaluation.rows import CONNECTION_TESTS, EVALUATION
from shared.contracts.intake import ApplicationDeclaredAdmissible, ComplementProvided
from shared.delivery.subscription import On

SUBSCRIPTIONS = (
    On(ApplicationDeclaredAdmissible, open_evaluation, EVALUATION),
    On(ComplementProvided, take_complement, EVALUATION),
    On(ApplicationDeclaredAdmissible, require_connection_tests, CONNECTION_TESTS, target=connection_tests_required_by),
)
