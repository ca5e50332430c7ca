"""Whether a schema may replace a published one: within a version only optional fields are added.

Everything else breaks somebody: topics keep ten years of records that today's code must read, and integrators read
today's records with yesterday's schema.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]
WORDS = frozenset({"title", "description", "$id", "$schema", "$defs", "$ref", "examples"})
STRUCTURE = frozenset({"properties", "required", "items", "additionalProperties", "anyOf"})


def breaks(before: Schema, after: Schema) -> list[str]:
    """What a reader or a stored record of `before` would trip over in `after`; empty: compatible."""
    return list(_Pair(before, after).compare(before, after, "$"))


@dataclass(frozen=True, slots=True)
class _Pair:
    before: Schema
    after: Schema

    def compare(self, before: Schema, after: Schema, path: str) -> Iterator[str]:
        before, after = _resolved(before, self.before), _resolved(after, self.after)
        yield from self._fields(before, after, path)
        for name in ("items", "additionalProperties"):
            yield from self._inner(before.get(name), after.get(name), f"{path}.{name}")
        yield from self._alternatives(before.get("anyOf", ()), after.get("anyOf", ()), path)
        for name in sorted((before.keys() | after.keys()) - WORDS - STRUCTURE):
            was, now = before.get(name), after.get(name)
            if was != now:
                yield f"{path}: {name} was {was!r}, is {now!r}"

    def _fields(self, before: Schema, after: Schema, path: str) -> Iterator[str]:
        was, now = before.get("properties", {}), after.get("properties", {})
        had, has = set(before.get("required", ())), set(after.get("required", ()))
        yield from (f"{path}.{name}: removed" for name in was if name not in now)
        yield from (f"{path}.{name}: added, but not optional" for name in now if name not in was and name in has)
        for name in was:
            if name in now:
                if (name in had) != (name in has):
                    yield f"{path}.{name}: {'no longer required' if name in had else 'now required'}"
                yield from self.compare(was[name], now[name], f"{path}.{name}")

    def _inner(self, before: Schema | None, after: Schema | None, path: str) -> Iterator[str]:
        if before is None and after is None:
            return
        if before is None or after is None:
            yield f"{path}: was {before!r}, is {after!r}"
            return
        yield from self.compare(before, after, path)

    def _alternatives(self, before: list[Schema], after: list[Schema], path: str) -> Iterator[str]:
        if len(before) != len(after):
            yield f"{path}: had {len(before)} alternatives, has {len(after)}"
            return
        for place, (was, now) in enumerate(zip(before, after, strict=True)):
            yield from self.compare(was, now, f"{path}|{place}")


def _resolved(schema: Schema, root: Schema) -> Schema:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: Schema = root["$defs"][reference.rpartition("/")[2]]
    return {**found, **{name: value for name, value in schema.items() if name != "$ref"}}
