"""The least that a read can cost: Starlette and asyncpg, the stored body as it is. `… PORT DSN`"""

import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.contenders.same_search import COUNTS, PAGE, arguments

ONE = "SELECT body::text FROM listings WHERE id = $1"
JSON = "application/json"


async def one(request: Request) -> Response:
    """One listing."""
    async with request.app.state.pool.acquire() as conn:
        body = await conn.fetchval(ONE, request.path_params["id"])
    return Response(body, media_type=JSON)


async def found(request: Request) -> Response:
    """The two queries of a search; bodies joined, nothing looked at."""
    values = arguments(request.query_params.get("q", ""))
    async with request.app.state.pool.acquire() as conn:
        numbers = await conn.fetch(COUNTS.sql, *COUNTS.arguments(values))
        rows = await conn.fetch(PAGE.sql, *PAGE.arguments(values))
    listings = ",".join(row["body"] for row in rows)
    return Response(
        f'{{"by_category":{json.dumps(dict(map(tuple, numbers)))},"listings":[{listings}]}}', media_type=JSON
    )


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """A pool like ours: no reset between statements."""

    async def as_it_is(_: asyncpg.Connection) -> None:
        """Nothing is left on a connection."""

    async with asyncpg.create_pool(sys.argv[2], min_size=2, max_size=8, reset=as_it_is) as app.state.pool:
        yield


if __name__ == "__main__":
    app = Starlette(routes=[Route("/listings/{id}", one), Route("/listings", found)], lifespan=lifespan)
    uvicorn.run(app, port=int(sys.argv[1]), loop="uvloop", http="httptools", access_log=False, log_level="warning")
