"""The `referencement` command, before anything else is imported."""

import os
from importlib import import_module

from shared.telemetry.environment import settle


def run() -> None:
    """Put the environment right, then run the console: importing it imports OpenTelemetry."""
    settle(os.environ)
    import_module("deploy.console.main").run()
