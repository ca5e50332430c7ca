"""What tests of evaluation may ask for."""

from tests.evaluation.client import door

__all__ = ["door"]
