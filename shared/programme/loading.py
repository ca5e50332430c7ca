"""Programme documents in YAML: the only module of the programme that knows a library.

Read safely: no tags beyond plain data, no duplicate key, no anchor or alias, a bounded size. Faults carry their line.
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from shared.programme.document import ProgrammeDocument
from shared.programme.faults import Fault, ProgrammeRefused
from shared.programme.reading.document import read_document
from shared.programme.reading.node import segments

MAX_BYTES = 1_000_000
PUBLISHED = Path(__file__).parent / "documents" / "referencement-mes.yaml"

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def published() -> ProgrammeDocument:
    """The programme that ships with the product, read once per process."""
    return load_file(PUBLISHED)


def load_file(path: Path) -> ProgrammeDocument:
    """The programme of a file; `ProgrammeRefused` with every fault otherwise."""
    with path.open("rb") as file:
        return load(file.read(MAX_BYTES + 1))


def load(source: bytes) -> ProgrammeDocument:
    """The programme of a YAML text in UTF-8; `ProgrammeRefused` with every fault otherwise."""
    tree = _composed(source)
    faults: list[Fault] = []
    data = _plain(tree, "", faults)
    if not faults and not isinstance(data, Mapping):
        faults.append(Fault("", "mapping_expected", "a programme document", 1))
    if faults or not isinstance(data, Mapping):
        raise ProgrammeRefused(tuple(faults))
    try:
        return read_document(data)
    except ProgrammeRefused as refused:
        lines: dict[str, int] = {}
        _note_lines(tree, data, "", lines)
        raise ProgrammeRefused(tuple(_placed(fault, lines) for fault in refused.faults)) from None


def _composed(source: bytes) -> yaml.Node | None:
    if len(source) > MAX_BYTES:
        raise ProgrammeRefused((Fault("", "document_too_long", f"at most {MAX_BYTES} bytes"),))
    try:
        text = source.decode()
        _refuse_anchors(text)
        tree = yaml.compose(text, Loader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise _unreadable(error) from error
    return tree if isinstance(tree, yaml.Node) else None


def _refuse_anchors(text: str) -> None:
    if "&" not in text:
        return
    faults = tuple(
        Fault("", "anchor_refused", "write it out", _line(event))
        for event in yaml.parse(text, Loader)
        if getattr(event, "anchor", None) is not None
    )
    if faults:
        raise ProgrammeRefused(faults)


def _line(marked: yaml.Event | yaml.Node) -> int:
    return 1 if marked.start_mark is None else marked.start_mark.line + 1


def _unreadable(error: Exception) -> ProgrammeRefused:
    mark = getattr(error, "problem_mark", None)
    line = None if mark is None else mark.line + 1
    return ProgrammeRefused((Fault("", "yaml_unreadable", getattr(error, "problem", None) or "", line),))


def _plain(node: yaml.Node | None, path: str, faults: list[Fault]) -> object:
    """Plain data: mappings with text keys, lists, texts, numbers, flags, days, nothing."""
    match node:
        case yaml.MappingNode():
            return _mapping(node, path, faults)
        case yaml.SequenceNode():
            return [_plain(child, f"{path}.{place}", faults) for place, child in enumerate(node.value)]
        case yaml.ScalarNode():
            value = _scalar(node)
            if isinstance(value, _NotPlain) or (isinstance(value, float) and not math.isfinite(value)):
                faults.append(Fault(path, "value_not_plain", "text, number, flag or day", _line(node)))
            return value
        case _:
            return None


def _mapping(node: yaml.MappingNode, path: str, faults: list[Fault]) -> dict[str, object]:
    data: dict[str, object] = {}
    for key_node, value_node in node.value:
        line = _line(key_node)
        key = _scalar(key_node) if isinstance(key_node, yaml.ScalarNode) else None
        if not isinstance(key, str):
            faults.append(Fault(path, "key_not_text", "", line))
            continue
        place = f"{path}.{key}" if path else key
        if key in data:
            faults.append(Fault(place, "key_repeated", "", line))
        data[key] = _plain(value_node, place, faults)
    return data


class _NotPlain:
    """Stands for a scalar that is none of the plain values."""


_constructor = yaml.constructor.SafeConstructor()


def _scalar(node: yaml.ScalarNode) -> object:
    try:
        value = _constructor.construct_object(node)
    except (yaml.YAMLError, ValueError):
        return _NotPlain()
    return value if value is None or isinstance(value, str | int | float | date) else _NotPlain()


def _note_lines(node: yaml.Node | None, data: object, path: str, lines: dict[str, int]) -> None:
    if node is None:
        return
    lines.setdefault(path, _line(node))
    if isinstance(node, yaml.MappingNode) and isinstance(data, Mapping):
        for key_node, value_node in node.value:
            place = f"{path}.{key_node.value}" if path else str(key_node.value)
            _note_lines(value_node, data.get(key_node.value), place, lines)
            lines[place] = _line(key_node)
    if isinstance(node, yaml.SequenceNode) and isinstance(data, list):
        for name, child, item in zip(segments(data), node.value, data, strict=True):
            _note_lines(child, item, f"{path}.{name}", lines)


def _placed(fault: Fault, lines: Mapping[str, int]) -> Fault:
    place = fault.path
    while place not in lines and "." in place:
        place = place.rpartition(".")[0]
    return replace(fault, line=lines.get(place, lines.get("")))
