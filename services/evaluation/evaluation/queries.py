"""Finding evaluations for their list: by state, by evaluator, by due day or by age."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from fastapi import Request
from sqlmodel import col

from services.evaluation.evaluation.rows import EvaluationRow
from shared.http.reads import fetch
from shared.persistence.read_pool import Row
from shared.persistence.statements import Query, columns_of, parameter

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

    @property
    def values(self) -> dict[str, object]:
        """The parameters of the queries."""
        given = {"state": self.state, "evaluator": self.evaluator}
        return {name: value for name, value in given.items() if value}


async def found_page(request: Request, search: Search, number: int) -> Sequence[Row]:
    """One page. Problem unavailable."""
    query = _page(bool(search.state), bool(search.evaluator), search.order)
    return await fetch(request, query, **search.values, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)


async def counts(request: Request, search: Search) -> dict[str, int]:
    """How many there are by state, whatever state is asked for. Problem unavailable."""
    found = await fetch(request, _counts(bool(search.evaluator)), **search.values)
    return {one.state: one.number for one in found}


@lru_cache
def _page(by_state: bool, by_evaluator: bool, order: str) -> Query:
    statement = sa.select(*columns_of(EvaluationRow)).where(*_conditions(by_state, by_evaluator))
    return Query(statement.order_by(*ORDERS[order]).limit(sa.bindparam("limit")).offset(sa.bindparam("offset")))


@lru_cache
def _counts(by_evaluator: bool) -> Query:
    state = col(EvaluationRow.state)
    statement = sa.select(state, sa.func.count().label("number")).where(*_conditions(False, by_evaluator))
    return Query(statement.group_by(state))


def _conditions(by_state: bool, by_evaluator: bool) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if by_state:
        found.append(col(EvaluationRow.state) == parameter("state", col(EvaluationRow.state)))
    if by_evaluator:
        evaluator = sa.bindparam("evaluator", type_=sa.Text)
        found.append(sa.or_(evaluator == LEAD, evaluator == REVIEWER))
    return found
