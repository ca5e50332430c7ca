"""What changes in everything of a version that is no criterion: facts, families, scoring, procedure."""

import json
from collections.abc import Iterator, Mapping

from shared.programme.comparing.difference import Change, Effect
from shared.programme.comparing.directions import by_order
from shared.programme.version import Programme

OWN = frozenset({"criteria", "version", "effective_from", "legal", "provenance", "programme"})
"""What names a version, and what is compared elsewhere."""
TOLERANCE = "scoring.minor_tolerance"


def rule_changes(before: Programme, after: Programme) -> Iterator[Change]:
    """Each value that differs, by its place; items of a list are named by their id."""
    old, new = (_rules(programme) for programme in (before, after))
    yield from _compared("", old, new)


def _rules(programme: Programme) -> dict[str, object]:
    content: dict[str, object] = json.loads(programme.canonical)
    return {key: value for key, value in content.items() if key not in OWN}


def _compared(place: str, old: object, new: object) -> Iterator[Change]:
    if old == new:
        return
    then, now = _named(old), _named(new)
    if then is None or now is None:
        yield Change(place, _effect(place, old, new), old, new)
        return
    for key in [*then, *(key for key in now if key not in then)]:
        inner = f"{place}.{key}" if place else key
        if key not in now:
            yield Change(inner, Effect.REMOVED, then[key], None)
        elif key not in then:
            yield Change(inner, Effect.ADDED, None, now[key])
        else:
            yield from _compared(inner, then[key], now[key])
    if isinstance(old, list) and set(then) == set(now) and list(then) != list(now):
        yield Change(place, Effect.CHANGED, list(then), list(now))


def _named(value: object) -> Mapping[str, object] | None:
    """The parts of a value by name: keys of a mapping, ids of a list of items."""
    if isinstance(value, Mapping):
        return value
    if isinstance(value, list) and value and all(isinstance(one, Mapping) and "id" in one for one in value):
        return {str(one["id"]): one for one in value}
    return None


def _effect(place: str, old: object, new: object) -> Effect:
    if place.rpartition(".")[2] in ("fr", "en"):
        return Effect.WORDING
    if place == TOLERANCE and isinstance(old, int) and isinstance(new, int):
        return by_order(old, new, higher_is_harder=False)
    return Effect.CHANGED
