"""The same rows as most would write it: FastAPI, SQLModel, a session per request. `… PORT DSN`"""

import sys
from collections.abc import AsyncIterator
from typing import Annotated, Any

import uvicorn
from fastapi import Depends, FastAPI, HTTPException
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from benchmarks.contenders.same_search import today
from services.catalogue.listing.rows import ListingRow

engine = create_async_engine(f"postgresql+asyncpg://{sys.argv[2].partition('://')[2]}", pool_pre_ping=True)
app = FastAPI()


async def session() -> AsyncIterator[AsyncSession]:
    """One for each request."""
    async with AsyncSession(engine) as made:
        yield made


Session = Annotated[AsyncSession, Depends(session)]


@app.get("/listings/{id}")
async def one(id: str, session: Session) -> dict[str, Any]:  # noqa: A002
    """One listing."""
    found = await session.get(ListingRow, id)
    if found is None:
        raise HTTPException(404)
    return {**found.body, "version": found.version}


@app.get("/listings")
async def found(session: Session, limit: int = 20) -> dict[str, Any]:
    """A page of them by name."""
    published = select(ListingRow).where(col(ListingRow.state) == "published", col(ListingRow.ends_on) > today())
    rows = (await session.exec(published.order_by(col(ListingRow.sorting), col(ListingRow.id)).limit(limit))).all()
    return {"listings": [row.body for row in rows]}


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), loop="uvloop", http="httptools", access_log=False, log_level="warning")
