"""`topics`: creates what the contracts declare."""

import asyncio

import typer

from deploy.brokers.topics import create_topics
from deploy.console.places import bootstrap_servers, kafka_names
from shared.runtime.termination import end_with


def topics(
    replication: int = typer.Option(1, min=1, help="Copies of each partition; 3 in production"),
) -> None:
    """Create the topics that are missing. Exit code 1: a broker refuses one, or one has another partition count."""
    created, wrong = asyncio.run(create_topics(bootstrap_servers(), replication=replication, names=kafka_names()))
    nothing = "none" if wrong else "none, all are there"
    typer.echo(f"created: {', '.join(topic.name for topic in created) or nothing}")
    if wrong:
        end_with(f"brokers: {line}" for line in wrong)
    raise typer.Exit(1 if wrong else 0)
