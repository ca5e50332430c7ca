"""What evaluation publishes, one module per aggregate. Importing one registers the types of all."""

from shared.contracts.evaluation import connection_tests, evaluation
from shared.contracts.evaluation.connection_tests import (
    ConnectionTestsDeadlineMissed,
    ConnectionTestsFailed,
    ConnectionTestsPassed,
    ConnectionTestsReminded,
    ConnectionTestsRequired,
)
from shared.contracts.evaluation.evaluation import (
    ComplementDeadlineExtended,
    ComplementReminded,
    ComplementRequested,
    EvaluationDeadlineMissed,
    EvaluationLapsed,
    EvaluationReportIssued,
    EvaluationResumed,
    EvaluationStarted,
    FindingsConfirmed,
)

__all__ = [
    "ComplementDeadlineExtended",
    "ComplementReminded",
    "ComplementRequested",
    "ConnectionTestsDeadlineMissed",
    "ConnectionTestsFailed",
    "ConnectionTestsPassed",
    "ConnectionTestsReminded",
    "ConnectionTestsRequired",
    "EvaluationDeadlineMissed",
    "EvaluationLapsed",
    "EvaluationReportIssued",
    "EvaluationResumed",
    "EvaluationStarted",
    "FindingsConfirmed",
    "connection_tests",
    "evaluation",
]
