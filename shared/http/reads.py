"""Reading one aggregate or a page of them, for the GET routes of all services."""

from collections.abc import Sequence
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as QueueFull
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from shared.delivery.aggregates import Aggregate
from shared.delivery.tables import AggregateRow
from shared.delivery.transience import is_bad_value, is_transient
from shared.http.bodies import as_json
from shared.http.doors import doors_of
from shared.http.problems import Problem

Row = TypeVar("Row", bound=AggregateRow)
LARGEST_PAGE = 200
Limit = Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="At most so many")]
After = Annotated[UUID | None, Query(description="`next` of the page before")]


async def rows(request: Request, statement: SelectOfScalar[Row]) -> Sequence[Row]:
    """The rows of a statement. Problem: unavailable (the database cannot be reached), value_refused (a NUL, say)."""
    try:
        async with AsyncSession(doors_of(request).engine, expire_on_commit=False) as session:
            return (await session.exec(statement)).all()
    except (OSError, QueueFull) as error:
        raise Problem("unavailable", "the database cannot be reached") from error
    except DBAPIError as error:
        cause = error.orig.__cause__ if error.orig else None
        if cause and is_bad_value(cause):
            raise Problem("value_refused") from error
        connecting = error.statement is None
        if connecting or error.connection_invalidated or (cause and is_transient(cause)):
            raise Problem("unavailable", "the database cannot be reached") from error
        raise


async def row(request: Request, kind: type[Row], id_: str) -> Row:
    """One row by id. Problem: not_found, unavailable."""
    found = await rows(request, select(kind).where(col(kind.id) == id_))
    if not found:
        raise Problem("not_found")
    return found[0]


def shown(aggregate: Aggregate[Any], one: AggregateRow, **more: object) -> JSONResponse:
    """One aggregate as JSON, with its ETag and the acts that its state allows."""
    body = {**one.body, "version": one.version, "allowed": aggregate.life.allowed(one.state), **more}
    return JSONResponse(body, headers={"etag": f'"{one.version}"'})


def page(statement: SelectOfScalar[Row], kind: type[Row], after: UUID | None, limit: int) -> SelectOfScalar[Row]:
    """The next page of a statement in id order."""
    if after:
        statement = statement.where(col(kind.id) > str(after))
    return statement.order_by(col(kind.id)).limit(limit)


def listed(name: str, found: Sequence[AggregateRow], limit: int, *more: str) -> JSONResponse:
    """A page as JSON: id, state, version and the columns in `more`; `next` is the `after` of the next page."""
    columns = ("id", "state", "version", *more)
    items = [{column: getattr(one, column) for column in columns} for one in found]
    return JSONResponse(as_json({name: items, "next": items[-1]["id"] if len(items) == limit else None}))
