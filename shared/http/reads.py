"""Reading one aggregate or a page of them, for the GET routes of all services."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from fastapi import Query as Parameter
from fastapi import Request
from sqlmodel import col

from shared.delivery.shell.aggregate import Aggregate
from shared.http.answers import JsonAnswer, json_answer
from shared.http.context import http_context
from shared.http.performing import path_id
from shared.http.problems import Problem
from shared.identity.actor import Actor, Role
from shared.persistence.aggregate_row import AggregateRow
from shared.persistence.read_pool import Away, Row
from shared.persistence.statements import Query, columns_of, parameter
from shared.persistence.transience import BadValue

Stored = Mapping[str, msgspec.Raw]
LARGEST_PAGE = 200
Limit = Annotated[int, Parameter(ge=1, le=LARGEST_PAGE, description="At most so many")]
After = Annotated[UUID | None, Parameter(description="`next` of the page before")]
_stored = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


async def fetch(request: Request, query: Query, **values: object) -> Sequence[Row]:
    """The rows of a query. Problem: unavailable (the database cannot be reached), value_refused (a NUL, say)."""
    return (await fetch_all(request, (query, values)))[0]


async def fetch_all(request: Request, *asked: tuple[Query, dict[str, object]]) -> list[Sequence[Row]]:
    """The rows of several queries, all on one connection. Problem: unavailable, value_refused."""
    try:
        return await http_context(request).reads.fetch_all(*asked)
    except Away as error:
        raise Problem("unavailable", "the database cannot be reached") from error
    except BadValue as error:
        raise Problem("value_refused") from error


async def row(request: Request, kind: type[AggregateRow], id_: str = "", columns: tuple[str, ...] = ()) -> Row:
    """One row by id; by the `{id}` of the path unless given. All that readers want of it, or some columns.

    Problem: not_found, unavailable.
    """
    found = await fetch(request, _by_id(kind, columns), id=id_ or path_id(request))
    if not found:
        raise Problem("not_found")
    return found[0]


def stored(one: Row) -> dict[str, msgspec.Raw]:
    """The parts of a body by name, as they are stored."""
    return _stored(one.body)


def shown(aggregate: Aggregate[Any], one: Row, /, *, by_version: bool = True, **more: object) -> JsonAnswer:
    """One aggregate as JSON, with its ETag and the acts that its state allows; `more` goes over what is stored.

    `by_version`: the answer is a function of the version alone.
    """
    body = {**stored(one), "version": one.version, "allowed": aggregate.life.allowed(one.state), **more}
    return json_answer(body, version=one.version, by_version=by_version)


def own(actor: Actor, *staff: Role) -> dict[str, object]:
    """What `listed` shows of an `organisation` column: everything to the staff, to others what is their own.

    Nothing to somebody of no organisation.
    """
    return {} if actor.acting_as(*staff) else {"organisation": actor.organisation or ""}


async def listed(
    request: Request,
    name: str,
    kind: type[AggregateRow],
    columns: Sequence[str],
    where: Mapping[str, object],
    place: tuple[UUID | None, int],
) -> JsonAnswer:
    """A page in id order as JSON: id, state, version and `columns`; `next` is the `after` of the next page.

    `where`: what columns must be equal to; None leaves the column out of it.
    """
    return listing(name, await page(request, kind, columns, where, place), place)


async def page(
    request: Request,
    kind: type[AggregateRow],
    columns: Sequence[str],
    where: Mapping[str, object],
    place: tuple[UUID | None, int],
) -> Sequence[Row]:
    """The rows of such a page."""
    after, limit = place
    conditions = {column: value for column, value in where.items() if value is not None}
    query = _page(kind, tuple(columns), tuple(conditions), after is not None)
    return await fetch(request, query, after=after, limit=limit, **conditions)


def listing(name: str, found: Sequence[Row], place: tuple[UUID | None, int]) -> JsonAnswer:
    """The rows of a page as JSON."""
    items = [dict(one.items()) for one in found]
    return json_answer({name: items, "next": items[-1]["id"] if len(items) == place[1] else None})


@lru_cache
def _by_id(kind: type[AggregateRow], columns: tuple[str, ...]) -> Query:
    return Query(sa.select(*columns_of(kind, *columns)).where(col(kind.id) == sa.bindparam("id")))


@lru_cache
def _page(kind: type[AggregateRow], columns: tuple[str, ...], where: tuple[str, ...], follows: bool) -> Query:
    table: sa.Table = kind.__table__  # type: ignore[attr-defined]  # SQLModel's tables have it
    statement = sa.select(*columns_of(kind, "id", "state", "version", *columns))
    for column in where:
        statement = statement.where(table.c[column] == parameter(column, table.c[column]))
    if follows:
        statement = statement.where(col(kind.id) > parameter("after", col(kind.id)))
    return Query(statement.order_by(col(kind.id)).limit(sa.bindparam("limit")))
