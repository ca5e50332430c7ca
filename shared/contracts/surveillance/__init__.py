"""What surveillance publishes, one module per aggregate. Importing one registers the types of all."""

from shared.contracts.surveillance import campaign, case, complaint

__all__ = ["campaign", "case", "complaint"]
