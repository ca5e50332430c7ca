"""What decision publishes, one module per aggregate. Importing one registers the types of all."""

from shared.contracts.decision import decision_file, sanction

__all__ = ["decision_file", "sanction"]
