"""Finding evaluations for their list: by state, by evaluator, by due day or by age."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from fastapi import Request
from sqlmodel import col, select

from services.evaluation.tables import EvaluationRow
from shared.http.doors import doors_of
from shared.http.problems import Problem
from shared.http.reads import rows

PER_PAGE = 25
OPENED, LEAD, REVIEWER = (col(EvaluationRow.body)[name].astext for name in ("opened_on", "lead", "reviewer"))
ORDERS: Mapping[str, tuple[Any, ...]] = {
    "due": (col(EvaluationRow.due_on).asc().nulls_last(), OPENED, col(EvaluationRow.id)),
    "age": (OPENED, col(EvaluationRow.id)),
}
"""Days are stored as ISO texts in the body: their order is that of the alphabet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What somebody looks for; empty: whatever."""

    state: str = ""
    evaluator: str = ""
    order: str = "due"

    def conditions(self, *, any_state: bool = False) -> list[sa.ColumnElement[bool]]:
        """The same as SQL."""
        found: list[sa.ColumnElement[bool]] = []
        if self.state and not any_state:
            found.append(col(EvaluationRow.state) == self.state)
        if self.evaluator:
            found.append(sa.or_(self.evaluator == LEAD, self.evaluator == REVIEWER))
        return found


async def found_page(request: Request, search: Search, number: int) -> Sequence[EvaluationRow]:
    """One page. Problem unavailable."""
    statement = select(EvaluationRow).where(*search.conditions()).order_by(*ORDERS[search.order])
    return await rows(request, statement.offset((number - 1) * PER_PAGE).limit(PER_PAGE))


async def counts(request: Request, search: Search) -> dict[str, int]:
    """How many there are by state, whatever state is asked for. Problem unavailable."""
    state = col(EvaluationRow.state)
    statement = sa.select(state, sa.func.count()).where(*search.conditions(any_state=True)).group_by(state)
    try:
        async with doors_of(request).engine.connect() as conn:
            return {str(name): number for name, number in await conn.execute(statement)}
    except OSError as error:
        raise Problem("unavailable", "the database cannot be reached") from error
