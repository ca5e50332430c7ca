"""Keepers of roots: places outside the line, where its operators can add and not change.

A keeper of another kind (a time-stamping authority by RFC 3161, say) is a class with these three members, made in
`keepers`; what `journal verify` needs of it is only that it gives back what it was given.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

import asyncpg
import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from pydantic import Field, PostgresDsn, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.persistence.connecting import connect
from shared.persistence.object_store import BucketLocation, s3_store
from shared.persistence.transience import DATABASE_AWAY


class KeeperAway(Exception):
    """A place where roots are kept cannot be reached, or refuses us."""


class AnchorSettings(BaseSettings):
    """Where roots are kept; read from the console's environment. Neither: nowhere."""

    model_config = SettingsConfigDict(env_ignore_empty=True)

    anchor_bucket: str = Field("", description="S3-compatible bucket with object lock: name or name/prefix")
    anchor_endpoint: str = Field("", description="URL of the S3-compatible store; empty: AWS")
    anchor_region: str = ""
    anchor_key_id: str = Field("", description="May put and read objects, and not delete them")
    anchor_secret: SecretStr = SecretStr("")
    anchor_database_url: PostgresDsn | None = Field(None, description="Another PostgreSQL, with a table journal_roots")


class Keeper(Protocol):
    """Keeps lines as `anchors.root_line` writes them. Its methods raise KeeperAway."""

    name: str

    async def keep(self, service: str, number: int, line: str) -> None:
        """Keep the line of a checkpoint; one that is kept already stays as it is."""

    async def kept(self, service: str) -> Sequence[str]:
        """All lines of a service."""


class BucketKeeper:
    """One object for each root, written once: the bucket's own retention (object lock) keeps it from then on."""

    name = "bucket"

    def __init__(self, location: BucketLocation) -> None:
        self._store = s3_store(location)

    async def keep(self, service: str, number: int, line: str) -> None:
        """`<service>/<number>.root`, unless it is there."""
        try:
            with suppress(AlreadyExistsError):
                await obstore.put_async(self._store, f"{service}/{number:010}.root", line.encode(), mode="create")
        except (BaseError, OSError) as error:
            raise KeeperAway(f"bucket: {error}") from error

    async def kept(self, service: str) -> Sequence[str]:
        """All of them, in the order of their numbers."""
        try:
            found = [one["path"] async for page in obstore.list(self._store, prefix=service) for one in page]
            return [await self._content(one) for one in sorted(found)]
        except (BaseError, OSError) as error:
            raise KeeperAway(f"bucket: {error}") from error

    async def _content(self, path: str) -> str:
        return bytes(await (await obstore.get_async(self._store, path)).bytes_async()).decode(errors="replace")


class DatabaseKeeper:
    """Rows of a table `journal_roots` in another database, whose account may insert and select, no more."""

    name = "database"

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn

    async def keep(self, service: str, number: int, line: str) -> None:
        """Insert it, unless it is there."""
        sql = "INSERT INTO journal_roots (service, number, line) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
        await self._ask(sql, service, number, line)

    async def kept(self, service: str) -> Sequence[str]:
        """All of them."""
        found = await self._ask("SELECT line FROM journal_roots WHERE service = $1 ORDER BY number", service)
        return [row["line"] for row in found]

    async def _ask(self, sql: str, *arguments: object) -> Sequence[asyncpg.Record]:
        try:
            conn = await connect(self._dsn)
            try:
                rows: Sequence[asyncpg.Record] = await conn.fetch(sql, *arguments)
            finally:
                await conn.close()
        except DATABASE_AWAY as error:
            raise KeeperAway(f"database of roots: {error}") from error
        return rows


def keepers() -> list[Keeper]:
    """Those that the environment names."""
    settings, found = AnchorSettings(), list[Keeper]()
    if settings.anchor_bucket:
        name, _, prefix = settings.anchor_bucket.partition("/")
        found.append(
            BucketKeeper(
                BucketLocation(
                    bucket=name,
                    prefix=prefix,
                    endpoint=settings.anchor_endpoint,
                    region=settings.anchor_region,
                    key_id=settings.anchor_key_id,
                    secret=settings.anchor_secret.get_secret_value(),
                )
            )
        )
    if settings.anchor_database_url:
        found.append(DatabaseKeeper(str(settings.anchor_database_url)))
    return found
