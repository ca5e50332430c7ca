"""What tests of evaluation may ask for."""

from tests.evaluation.doors import door

__all__ = ["door"]
