"""A pool whose connections fail at a chosen statement, as a process that is killed there would."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg


class Crash(BaseException):
    """The end of a process: nothing catches it."""


class CrashingPool:
    """Fails at the statement number `place`; `next_place` moves on by one."""

    def __init__(self, pool: asyncpg.Pool, *, before: bool = True, at_commit: bool = False) -> None:
        self.pool = pool
        self.before = before
        self.at_commit = at_commit
        self.place = 0
        self.seen = 0
        self.survived = False
        self.where = ""

    def next_place(self) -> None:
        self.place += 1
        self.seen = 0
        self.survived = True

    async def acquire(self) -> "CrashingConnection":
        return CrashingConnection(await self.pool.acquire(), self)

    async def release(self, lent: "CrashingConnection") -> None:
        await self.pool.release(lent.conn)


class CrashingConnection:
    def __init__(self, conn: Any, pool: CrashingPool) -> None:  # noqa: ANN401
        self.conn = conn
        self.pool = pool

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        async with self.conn.transaction():
            yield
            if self.pool.at_commit:
                raise Crash

    async def execute(self, *args: Any) -> Any:  # noqa: ANN401
        return await self._do("execute", *args)

    async def fetch(self, *args: Any) -> Any:  # noqa: ANN401
        return await self._do("fetch", *args)

    async def fetchval(self, *args: Any) -> Any:  # noqa: ANN401
        return await self._do("fetchval", *args)

    async def copy_records_to_table(self, table: str, **rows: Any) -> Any:  # noqa: ANN401
        return await self._do("copy_records_to_table", table, **rows)

    async def _do(self, method: str, statement: str, *args: Any, **rows: Any) -> Any:  # noqa: ANN401
        self.pool.seen += 1
        if self.pool.seen != self.pool.place:
            return await getattr(self.conn, method)(statement, *args, **rows)
        self.pool.survived, self.pool.where = False, statement
        if not self.pool.before:
            await getattr(self.conn, method)(statement, *args, **rows)
        raise Crash
