"""Dumps of the databases in a bucket: brought there, and fetched from there to be restored.

Nothing is ever removed there: how long dumps stay is the bucket's own rule (lifecycle, object lock), so whoever gets
hold of the key of the backups cannot take them away.
"""

import asyncio
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import obstore
import typer
from obstore.exceptions import BaseError
from obstore.store import S3Store
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.contracts.topics import SERVICES
from shared.persistence.object_store import BucketLocation, s3_store

app = typer.Typer(no_args_is_help=True, help="Dumps of the databases in a bucket; made and restored by deploy/backups.")
DUMP = re.compile(rf"({'|'.join(SERVICES)})-\d{{8}}T\d{{6}}Z\.dump").fullmatch
PIECE = 8 * 1024 * 1024
"""Fetched at once: each request has its own time limit, however large the dump."""


class BackupSettings(BaseSettings):
    """Where dumps are kept; read from the console's environment."""

    model_config = SettingsConfigDict(env_ignore_empty=True)

    backup_bucket: str = Field(description="S3-compatible bucket: name or name/prefix", min_length=3)
    backup_endpoint: str = Field("", description="URL of the S3-compatible store; empty: AWS")
    backup_region: str = ""
    backup_key_id: str = Field("", description="May put, read and list objects, and not delete them")
    backup_secret: SecretStr = SecretStr("")


@app.command()
def push(folder: Path = typer.Argument(help="Where the dumps are", exists=True, file_okay=False)) -> None:
    """Bring dumps that the bucket does not have yet into it. Exit code 1: there is none, or one was refused."""
    dumps = sorted(file for file in folder.iterdir() if DUMP(file.name))
    if not dumps:
        typer.echo(f"no dump in {folder}", err=True)
        raise typer.Exit(1)
    with _told():
        asyncio.run(_push(_store(), dumps))


@app.command()
def fetch(
    service: str = typer.Argument(help="Whose database"),
    folder: Path = typer.Argument(help="Where it goes", exists=True, file_okay=False),
    file: str = typer.Option("", "--file", help="Which one, by its name; default: the newest"),
) -> None:
    """Fetch a dump of a service from the bucket. Exit code 1: there is none."""
    if service not in SERVICES or (file and not DUMP(file)):
        raise typer.BadParameter(f"SERVICE-YYYYMMDDTHHMMSSZ.dump, SERVICE one of {', '.join(SERVICES)}")
    with _told():
        asyncio.run(_fetch(_store(), service, file, folder))


async def _push(store: S3Store, dumps: Sequence[Path]) -> None:
    there = await _there(store)
    for dump in dumps:
        if there.get(dump.name) == dump.stat().st_size:
            typer.echo(f"{dump.name}: there already")
            continue
        await obstore.put_async(store, dump.name, dump, chunk_size=PIECE, max_concurrency=2)
        typer.echo(f"{dump.name}: {dump.stat().st_size} bytes")


async def _fetch(store: S3Store, service: str, file: str, folder: Path) -> None:
    there = await _there(store)
    names = [name for name in sorted(there) if name.startswith(f"{service}-")]
    name = file or (names[-1] if names else "")
    if name not in names:
        raise NoDump(f"no {name or 'dump of ' + service} there; there are: {', '.join(names) or 'none'}")
    part = folder / f"{name}.part"
    part.touch(mode=0o600)
    with part.open("wb") as into:
        for start in range(0, there[name], PIECE):
            end = min(start + PIECE, there[name])
            into.write(await obstore.get_range_async(store, name, start=start, end=end))
    part.rename(folder / name)
    typer.echo(f"{folder / name}: {there[name]} bytes")


async def _there(store: S3Store) -> dict[str, int]:
    """Names and sizes of the dumps in the bucket."""
    return {one["path"]: one["size"] async for page in obstore.list(store) for one in page if DUMP(one["path"])}


def _store() -> S3Store:
    settings = BackupSettings()
    name, _, prefix = settings.backup_bucket.partition("/")
    return s3_store(
        BucketLocation(
            bucket=name,
            prefix=prefix,
            endpoint=settings.backup_endpoint,
            region=settings.backup_region,
            key_id=settings.backup_key_id,
            secret=settings.backup_secret.get_secret_value(),
        )
    )


class NoDump(Exception):
    """There is no such dump."""


@contextmanager
def _told() -> Iterator[None]:
    """One line of what went wrong, exit code 1."""
    try:
        yield
    except NoDump as none:
        typer.echo(str(none), err=True)
        raise typer.Exit(1) from None
    except BaseError as error:
        said = " ".join(str(error).split())
        typer.echo(f"The bucket of the backups cannot be reached or refuses us: {said}", err=True)
        raise typer.Exit(1) from None
