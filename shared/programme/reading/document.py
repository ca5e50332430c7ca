"""Reads a whole document: every version compiled, or every fault told."""

from collections.abc import Mapping
from types import MappingProxyType

from shared.programme.document import ProgrammeDocument
from shared.programme.faults import Fault, ProgrammeRefused
from shared.programme.reading.content import SECTIONS, rank, stands
from shared.programme.reading.node import Node
from shared.programme.reading.versions import Source, read_version

TOP_KEYS = ("schema_version", "facts", "criteria", "labels", "legal_sources", "sources", *SECTIONS)
SCHEMA_VERSION = "1"
FIXED = frozenset({"id", "since", "until", "overrides"})
"""What no override may change."""


def read_document(data: Mapping[str, object]) -> ProgrammeDocument:
    """The compiled programme; `ProgrammeRefused` with every fault otherwise."""
    faults: list[Fault] = []
    root = Node(data, "", faults)
    if root.text("schema_version") != SCHEMA_VERSION:
        root.fault("schema_version", "schema_version_unknown", SCHEMA_VERSION)
    head = root.at("programme")
    source = Source(root, _versions(head))
    _check_overrides(source)
    for key in TOP_KEYS:
        root.get(key)
    root.done()
    programmes = [read_version(source, node, head.text("id")) for node in source.versions]
    document = ProgrammeDocument(
        head.text("id"), head.title(), tuple(programmes), MappingProxyType(root.titles("labels"))
    )
    for key in ("notice", "version_rule"):
        head.text(key, "")
    if root.get("procedure") is None:
        head.days("listing_duration_months", 0)
    head.done()
    if faults:
        raise ProgrammeRefused(tuple(dict.fromkeys(faults)))
    return document


def _versions(head: Node) -> list[Node]:
    nodes = head.items("versions")
    if not nodes:
        head.fault("versions", "no_version")
    refs = [rank(node.get("version")) for node in nodes]
    for node, ref in zip(nodes, refs, strict=True):
        if ref is None:
            node.fault("version", "version_malformed", "major.minor.patch")
    ranks = [ref for ref in refs if ref is not None]
    if ranks != sorted(set(ranks)):
        head.fault("versions", "versions_out_of_order", "oldest first, each once")
    days = [node.day("effective_from") for node in nodes]
    if days != sorted(days):
        head.fault("versions", "versions_out_of_order", "days of effect follow the versions")
    return nodes


def _check_overrides(source: Source) -> None:
    """An override, a beginning or an end must name a version of this programme."""
    refs = {str(node.get("version")) for node in source.versions}
    for section in ("facts", "criteria"):
        for node in source.root.items(section):
            _check_versions_named(node, refs)


def _check_versions_named(node: Node, refs: set[str]) -> None:
    for key in ("since", "until"):
        if node.get(key) is not None and node.get(key) not in refs:
            node.fault(key, "version_unknown", "a version of this programme")
    since, until = rank(node.get("since")), rank(node.get("until"))
    if since is not None and until is not None and since > until:
        node.fault("until", "never_stands", "not before since")
    overrides = node.maybe_at("overrides")
    if overrides is not None:
        _check_item_overrides(node, overrides, refs)
    presumption = node.maybe_at("presumed_met")
    if presumption is not None:
        _check_versions_named(presumption, refs)


def _check_item_overrides(node: Node, overrides: Node, refs: set[str]) -> None:
    for ref, changes in overrides.value.items():
        if ref not in refs:
            overrides.fault(ref, "version_unknown", "a version of this programme")
        elif not stands(node.value, ref):
            overrides.fault(ref, "override_never_holds", "from since to until")
        if not isinstance(changes, Mapping):
            overrides.fault(ref, "mapping_expected")
        elif fixed := sorted(FIXED & changes.keys()):
            overrides.fault(f"{ref}.{fixed[0]}", "override_refused", ", ".join(sorted(FIXED)))
