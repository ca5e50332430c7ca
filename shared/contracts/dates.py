"""Dates of an event that cannot be true together: before this register existed, or an end before its beginning."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from functools import lru_cache
from typing import Any, get_args, get_type_hints

from shared.calendar.years import FIRST_YEAR, LAST_YEAR

BEGINS = ("decided_on", "ordered_on", "published_on", "issued_on", "filed_on")
ENDS = ("ends_on", "valid_until")
_Check = Callable[[Any], str | None]


def contradiction(event: Any) -> str | None:  # noqa: ANN401  # of any class
    """What is wrong with the dates of an event, its parts included; None: nothing."""
    cls: Any = type(event)
    for check in _checks(cls):
        if found := check(event):
            return found
    return None


@lru_cache(maxsize=256)
def _checks(cls: Any) -> tuple[_Check, ...]:  # noqa: ANN401
    """What is to be looked at in events of a class: nothing at all, for most."""
    return tuple(_of_fields(cls)) if is_dataclass(cls) else ()


def _of_fields(cls: Any) -> Iterator[_Check]:  # noqa: ANN401  # no annotation says: a dataclass
    hints = get_type_hints(cls)
    for one in fields(cls):
        kinds = [kind for kind in _within(hints[one.name]) if isinstance(kind, type)]
        if any(issubclass(kind, date) for kind in kinds):
            yield _year_of(one.name)
        elif any(is_dataclass(kind) and _checks(kind) for kind in kinds):
            yield _parts_of(one.name)
    for begin in BEGINS:
        yield from (_order_of(begin, end) for end in ENDS if begin in hints and end in hints)


def _within(hint: Any) -> Iterator[Any]:  # noqa: ANN401
    inner = get_args(hint)
    if not inner:
        yield hint
    for one in inner:
        yield from _within(one)


def _year_of(name: str) -> _Check:
    def check(event: Any) -> str | None:  # noqa: ANN401
        day = getattr(event, name)
        if not isinstance(day, date) or FIRST_YEAR <= day.year <= LAST_YEAR:
            return None
        return f"{name} is {day}: from the year {FIRST_YEAR} to {LAST_YEAR} only"

    return check


def _order_of(begin: str, end: str) -> _Check:
    def check(event: Any) -> str | None:  # noqa: ANN401
        first, last = getattr(event, begin), getattr(event, end)
        return f"{end} {last} is before {begin} {first}" if first and last and last < first else None

    return check


def _parts_of(name: str) -> _Check:
    def check(event: Any) -> str | None:  # noqa: ANN401
        part = getattr(event, name)
        for one in part.values() if isinstance(part, dict) else part if isinstance(part, tuple | list) else (part,):
            if found := contradiction(one):
                return f"{name}: {found}"
        return None

    return check
