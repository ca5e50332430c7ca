"""A token for a person of the line on this machine: to sign in to its pages, or to speak to its API."""

from datetime import timedelta
from pathlib import Path

import typer

from deploy.console.places import DEFAULT_ROOT
from shared.identity.actor import Role
from shared.identity.local_issuer import LocalIssuer

CONFERRED = [role for role in Role if role is not Role.SYSTEM]


def token(
    role: Role = typer.Argument(help="In which capacity"),
    subject: str = typer.Option("", help="Pseudonym; default: demo-ROLE"),
    organisation: str | None = typer.Option(None, help="Of a publisher"),
    hours: int = typer.Option(12, min=1, max=24, help="How long it lasts"),
    root: Path = typer.Option(DEFAULT_ROOT, envvar="REFERENCEMENT_ROOT", help="Folder of the line"),
) -> None:
    """Print a token of the local issuer, for demonstrations."""
    issuer = root.absolute() / "issuer"
    if role not in CONFERRED or not (issuer / "key.pem").exists():
        told = "no token confers this role" if role not in CONFERRED else f"no line was started under {root}"
        typer.echo(told, err=True)
        raise typer.Exit(1)
    name = subject or f"demo-{role.value.replace('_', '-')}"
    typer.echo(LocalIssuer(issuer).token(name, [role], organisation, timedelta(hours=hours)))
