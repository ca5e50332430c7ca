"""What intake publishes, one module per aggregate. Importing one registers the types of all."""

from shared.contracts.intake import application, prior_request, programme

__all__ = ["application", "prior_request", "programme"]
