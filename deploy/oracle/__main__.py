"""`python -m deploy.oracle`: ask the oracle about the line that runs here; without a ledger of commands."""

import asyncio
import sys
from pathlib import Path

from deploy.console.places import bootstrap_servers, database_url, kafka_names, verifier
from deploy.oracle.consultation import consult
from deploy.oracle.ledger import Ledger
from deploy.oracle.quiescence import Endpoints
from deploy.oracle.verdict import as_text
from shared.base.clock import SimulatedClock
from shared.contracts.topics import SERVICES

CLOCK = Path(__file__).parents[2] / "build" / "local" / "clock"


def main() -> int:
    """Print what is wrong; 0: nothing."""
    databases = {service: database_url(service) for service in SERVICES}
    endpoints = Endpoints(databases, bootstrap_servers(), SimulatedClock(CLOCK).now, verifier(), kafka_names())
    verdict = asyncio.run(consult(Ledger(), endpoints, complete=False))
    looked = f"{verdict.aggregates} aggregates, {verdict.entries} journal entries, {verdict.events} events"
    print(as_text(verdict.faults) or f"nothing lost, nothing doubled, order kept ({looked})")
    return 0 if verdict.holds else 1


if __name__ == "__main__":
    sys.exit(main())
