"""How the items of a list are named in the path of a fault."""

from collections.abc import Mapping


def segments(items: list[object]) -> list[str]:
    """The path segment of each item of a list: its `id` (or `version`) if it has one of its own, else its place."""
    taken: set[str] = set()
    names: list[str] = []
    for place, item in enumerate(items):
        name = (item.get("id") or item.get("version")) if isinstance(item, Mapping) else None
        names.append(name if isinstance(name, str) and name not in taken else str(place))
        taken.add(names[-1])
    return names
