"""The engine is pure, and the programme is data: neither libraries nor criteria in its code."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import shared.programme
from shared.programme.loading import published

ROOT = Path(shared.programme.__file__).parent
OWN = ("shared.programme", "shared.calendar.periods", "shared.calendar.years", "shared.texts")


def modules() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(ROOT.rglob("*.py")):
        yield file.relative_to(ROOT).as_posix(), ast.parse(file.read_text("utf-8"))


def imports(tree: ast.Module) -> set[str]:
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def foreign(module: str) -> bool:
    return module.partition(".")[0] not in sys.stdlib_module_names and not module.startswith(OWN)


def test_only_the_loading_of_yaml_needs_a_library() -> None:
    needed = {file: {one for one in imports(tree) if foreign(one)} for file, tree in modules()}

    assert {file: libraries for file, libraries in needed.items() if libraries} == {"loading.py": {"yaml"}}


def test_the_engine_reads_no_clock_no_chance_and_no_setting() -> None:
    hidden = {"random", "secrets", "time", "uuid", "os", "socket"}

    assert {file for file, tree in modules() if imports(tree) & hidden} == set()


def test_no_id_of_the_programme_is_written_in_code() -> None:
    ids: set[str] = set()
    for programme in published():
        procedure = programme.procedure
        ids |= set(programme.criteria) | set(programme.facts) | set(programme.families)
        ids |= {one.id for one in procedure.categories} | {one.id for one in procedure.typologies.options}
        ids |= {one.id for one in procedure.complaint_categories} | {one.id for one in procedure.changes.classes}
        ids |= {one.id for one in procedure.ladder.rungs} | {one.id for one in procedure.sampling.strata}

    written = {
        (file, node.value)
        for file, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }

    assert {entry for entry in written if entry[1] in ids} == set()
