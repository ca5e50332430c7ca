"""What leads to an act on an evaluation: an application is admissible, a complement came."""

from services.evaluation.evaluation.domain.complement import take_complement
from services.evaluation.evaluation.domain.opening import open_evaluation
from services.evaluation.evaluation.rows import EVALUATION
from shared.contracts.intake.application import ApplicationDeclaredAdmissible, ComplementProvided
from shared.delivery.kafka.subscription import On

SUBSCRIPTIONS = (
    On(ApplicationDeclaredAdmissible, open_evaluation, EVALUATION),
    On(ComplementProvided, take_complement, EVALUATION),
)
