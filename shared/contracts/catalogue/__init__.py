"""What catalogue publishes, one module per aggregate. Importing one registers the types of all."""

from shared.contracts.catalogue import listing

__all__ = ["listing"]
