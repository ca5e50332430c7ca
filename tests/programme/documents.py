"""The shipped document as plain data, to be spoilt on purpose."""

import copy
from collections.abc import Mapping
from functools import cache
from typing import Any

from shared.programme.document import ProgrammeDocument
from shared.programme.faults import ProgrammeRefused
from shared.programme.loading import PUBLISHED, load
from shared.programme.reading.document import read_document
from tests.yamls import parsed

ABSENT = object()


@cache
def _shipped() -> Mapping[str, Any]:
    data: Mapping[str, Any] = parsed(PUBLISHED.read_text("utf-8"))
    return data


def changed(place: str, value: object) -> dict[str, Any]:
    """The shipped document with one value replaced, or removed if ABSENT; list items are named by their id."""
    document: dict[str, Any] = copy.deepcopy(dict(_shipped()))
    target: Any = document
    *parents, last = place.split("/") if "/" in place else place.split(".")
    for name in parents:
        target = _child(target, name)
    if value is ABSENT:
        del target[last]
    else:
        target[last] = value
    return document


def _child(parent: Any, name: str) -> Any:  # noqa: ANN401  plain data of any shape
    if isinstance(parent, list):
        return next(one for one in parent if one.get("id", one.get("version")) == name)
    return parent[name]


def document_with(place: str, value: object) -> ProgrammeDocument:
    """The shipped document, compiled with one value replaced."""
    return read_document(changed(place, value))


def refusals(document: Mapping[str, object]) -> list[tuple[str, str]]:
    """The place and code of each fault for which a document is refused; none if it is accepted."""
    try:
        read_document(document)
    except ProgrammeRefused as refused:
        return [(fault.path, fault.code) for fault in refused.faults]
    return []


def yaml_refusals(source: str) -> list[tuple[str, str, int | None]]:
    """The place, code and line of each fault for which a YAML text is refused."""
    try:
        load(source.encode())
    except ProgrammeRefused as refused:
        return [(fault.path, fault.code, fault.line) for fault in refused.faults]
    return []


def with_version(ref: str, **version: object) -> dict[str, Any]:
    """The shipped document with one more version, in which nothing else changes."""
    document = changed("programme/notice", "one more version")
    document["programme"]["versions"].append({"version": ref, **copy.deepcopy(version)})
    return document


TELEMONITORING = PUBLISHED.with_name("exemple-telesurveillance.yaml").absolute()
"""Another programme: other families, facts, scales, deadlines, typologies, categories, rungs."""
