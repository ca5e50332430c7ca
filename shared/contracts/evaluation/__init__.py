"""What evaluation publishes, one module per aggregate. Importing one registers the types of all."""

from shared.contracts.evaluation import connection_tests, evaluation

__all__ = ["connection_tests", "evaluation"]
