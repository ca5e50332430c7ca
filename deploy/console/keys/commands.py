"""Signing keys: a new pair for a service, and the offsets from which on everything must be signed."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import typer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.console import places as installation
from deploy.console.places import kafka_names
from deploy.local.keys import pem_of
from shared.contracts.topics import DECISIONS, EVENTS, LISTINGS, PROGRAMMES, SERVICES
from shared.delivery.recovery.topic_reader import reader_of
from shared.signing.key_ring import ring_key

app = typer.Typer(no_args_is_help=True, help="The keys by which services sign what they send.")


@app.command()
def new(
    service: str = typer.Argument(help="Whose key it is"),
    file: Path = typer.Option(..., "--file", help="Where the private key goes; must not exist"),
    since: datetime | None = typer.Option(None, "--since", help="From when it holds (UTC); default: now"),
) -> None:
    """Make a key pair: the private key into the file, the entry for the key ring to standard output."""
    if service not in SERVICES:
        typer.echo(f"{service!r} is no service: {', '.join(SERVICES)}", err=True)
        raise typer.Exit(2)
    if file.exists():
        typer.echo(f"{file} exists: keys are never written over", err=True)
        raise typer.Exit(2)
    key = Ed25519PrivateKey.generate()
    file.touch(mode=0o600)
    file.write_bytes(pem_of(key))
    entry = ring_key(service, key.public_key(), since.replace(tzinfo=UTC) if since else datetime.now(UTC))
    typer.echo(msgspec.json.format(msgspec.json.encode(entry)).decode())


@app.command()
def offsets() -> None:
    """Print the topics' ends as they are now, as the member `unsigned` of the key ring: what follows must be signed."""
    typer.echo(msgspec.json.format(msgspec.json.encode(asyncio.run(_ends()))).decode())


async def _ends() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    signed = [kafka_names().topic(name) for name in (*EVENTS.values(), DECISIONS, LISTINGS, PROGRAMMES)]
    async with reader_of(installation, signed) as reader:
        for place, end in (await reader.ends()).items():
            found.setdefault(place.topic, {})[str(place.partition)] = end
    return found
