"""What evaluation listens to: an application is admissible (one with exchange owes tests too), a complement came."""

from services.evaluation.domain.complement import take_complement
from services.evaluation.domain.connection_tests import connection_tests_required_by
from services.evaluation.domain.opening import open_evaluation
from services.evaluation.domain.requirement import require_connection_tests
from services.evaluation.tables import CONNECTION_TESTS, EVALUATION
from shared.contracts.intake.application import ApplicationDeclaredAdmissible, ComplementProvided
from shared.delivery.kafka.subscription import On

SUBSCRIPTIONS = (
    On(ApplicationDeclaredAdmissible, open_evaluation, EVALUATION),
    On(ComplementProvided, take_complement, EVALUATION),
    On(ApplicationDeclaredAdmissible, require_connection_tests, CONNECTION_TESTS, target=connection_tests_required_by),
)
