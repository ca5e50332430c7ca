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
from shared.programme.reading.segments import segments

MAX_BYTES = 1_000_000
"""Longest document read, in bytes: some fifteen times the shipped one."""
MAX_DEPTH = 30
"""Deepest nesting read, in levels: far beyond any programme, far below what exhausts a stack."""
PLAIN_TAGS = ("tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")
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
    reading = _Reading()
    data = reading.data(tree)
    if not isinstance(data, Mapping):
        reading.faults.append(Fault("", "mapping_expected", "a programme document", 1))
        raise ProgrammeRefused(tuple(reading.faults))
    try:
        document = read_document(data)
    except ProgrammeRefused as refused:
        lines: dict[str, int] = {}
        _note_lines(tree, data, "", lines)
        reading.faults += (_placed(fault, lines) for fault in refused.faults)
    if reading.faults:
        raise ProgrammeRefused(tuple(reading.faults))
    return document


def _composed(source: bytes) -> yaml.Node | None:
    if len(source) > MAX_BYTES:
        raise ProgrammeRefused((Fault("", "document_too_long", f"at most {MAX_BYTES} bytes"),))
    try:
        text = source.decode()
        _check_events(text)
        tree = yaml.compose(text, Loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _unreadable(error) from error
    return tree if isinstance(tree, yaml.Node) else None


def _check_events(text: str) -> None:
    """Refuse anchors, and nesting deep enough to exhaust a stack, before anything is built."""
    faults: list[Fault] = []
    depth = 0
    for event in yaml.parse(text, Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise ProgrammeRefused((Fault("", "nesting_too_deep", f"at most {MAX_DEPTH} levels", _line(event)),))
        if getattr(event, "anchor", None) is not None:
            faults.append(Fault("", "anchor_refused", "write it out", _line(event)))
    if faults:
        raise ProgrammeRefused(tuple(faults))


def _line(marked: yaml.Event | yaml.Node) -> int:
    return 1 if marked.start_mark is None else marked.start_mark.line + 1


def _unreadable(error: Exception) -> ProgrammeRefused:
    mark = getattr(error, "problem_mark", None)
    line = None if mark is None else mark.line + 1
    return ProgrammeRefused((Fault("", "yaml_unreadable", getattr(error, "problem", None) or "", line),))


class _NotPlain:
    """Stands for a scalar that is none of the plain values."""


class _Reading:
    """Turns a YAML tree into plain data: mappings with text keys, lists, texts, numbers, flags, days, nothing."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self._constructor = yaml.constructor.SafeConstructor()

    def data(self, node: yaml.Node | None, path: str = "") -> object:
        if isinstance(node, yaml.CollectionNode) and node.tag not in PLAIN_TAGS:
            self._not_plain(node, path)
        match node:
            case yaml.MappingNode():
                return self._mapping(node, path)
            case yaml.SequenceNode():
                return [self.data(child, f"{path}.{place}") for place, child in enumerate(node.value)]
            case yaml.ScalarNode():
                value = self._scalar(node)
                if isinstance(value, _NotPlain) or (isinstance(value, float) and not math.isfinite(value)):
                    self._not_plain(node, path)
                return value
            case _:
                return None

    def _not_plain(self, node: yaml.Node, path: str) -> None:
        self.faults.append(Fault(path, "value_not_plain", "text, number, flag, day, list or mapping", _line(node)))

    def _mapping(self, node: yaml.MappingNode, path: str) -> dict[str, object]:
        data: dict[str, object] = {}
        for key_node, value_node in node.value:
            key = self._scalar(key_node) if isinstance(key_node, yaml.ScalarNode) else None
            if not isinstance(key, str):
                self.faults.append(Fault(path, "key_not_text", "", _line(key_node)))
                continue
            place = f"{path}.{key}" if path else key
            if key in data:
                self.faults.append(Fault(place, "key_repeated", "", _line(key_node)))
            data[key] = self.data(value_node, place)
        return data

    def _scalar(self, node: yaml.ScalarNode) -> object:
        try:
            value = self._constructor.construct_object(node)
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
