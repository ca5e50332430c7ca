"""The content of one version, resolved from the document: what stands in it, with its overrides applied."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SECTIONS = ("families", "questionnaires", "scoring", "outcomes", "evidence_types", "procedure")
"""The sections of a document that a version may override."""

_OF_OTHER_VERSIONS = frozenset({"since", "until", "overrides"})

Plain = Mapping[str, object]


def rank(ref: object) -> tuple[int, int, int] | None:
    """The place of "major.minor.patch" in the order of versions; None if it is no such reference."""
    parts = ref.split(".") if isinstance(ref, str) else []
    if len(parts) != len(("major", "minor", "patch")) or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    major, minor, patch = (int(part) for part in parts)
    return major, minor, patch


def stands(item: Plain, ref: str) -> bool:
    """Whether an item is part of a version: from `since` to `until`, both included."""
    here = rank(ref)
    since, until = rank(item.get("since")), rank(item.get("until"))
    return here is not None and (since is None or since <= here) and (until is None or here <= until)


@dataclass(frozen=True, slots=True)
class Resolved:
    """An item under one version, and for each overridden key the path that it came from."""

    item: dict[str, object]
    origins: Mapping[str, str]


def resolved(item: Plain, ref: str, path: str) -> Resolved:
    """Overrides hold from their version on; the latest one wins, key by key; an empty value takes the key away."""
    here = rank(ref)
    content = {key: value for key, value in item.items() if key not in _OF_OTHER_VERSIONS}
    origins: dict[str, str] = {}
    for version, changes in _in_order(item.get("overrides")):
        place = rank(version)
        if place is None or here is None or place > here:
            continue
        for key, value in changes.items():
            content[key] = value
            origins[key] = f"{path}.overrides.{version}.{key}"
    presumption = content.get("presumed_met")
    if isinstance(presumption, Mapping):
        content["presumed_met"] = _without(presumption, "since") if stands(presumption, ref) else None
    return Resolved({key: value for key, value in content.items() if value is not None}, origins)


def sections(document: Plain, versions: Sequence[Plain], ref: str) -> dict[str, object]:
    """The sections of the document under a version: mappings merged key by key, everything else replaced."""
    content = {name: document.get(name) for name in SECTIONS}
    for version in versions:
        place, here, changes = rank(version.get("version")), rank(ref), version.get("overrides")
        if place is not None and here is not None and place <= here and isinstance(changes, Mapping):
            content = _merged(content, changes)
    return content


def _merged(base: Plain, changes: Plain) -> dict[str, object]:
    merged = dict(base)
    for key, value in changes.items():
        old = merged.get(key)
        merged[key] = _merged(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return merged


def _in_order(overrides: object) -> list[tuple[str, Plain]]:
    if not isinstance(overrides, Mapping):
        return []
    known = [(version, changes) for version, changes in overrides.items() if isinstance(changes, Mapping)]
    return sorted(known, key=lambda entry: rank(entry[0]) or (0, 0, 0))


def _without(item: Plain, key: str) -> dict[str, object]:
    return {name: value for name, value in item.items() if name != key}
