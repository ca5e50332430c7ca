"""The first thing a service's process does, before anything else is imported."""

import os
from importlib import import_module

from shared.programme.loading import published
from shared.telemetry.environment import settle


def launch(main: str) -> None:
    """Run the `SERVICE` of a module. Its name, not the module: importing it imports OpenTelemetry."""
    settle(os.environ)
    published()  # before all other modules, which fill the memory that reading it leaves free: 4 MB less for good
    service = import_module(main).SERVICE
    import_module("shared.runtime.process").run(service)
