"""Advisory locks: every number stands in one enum, and every statement that takes one is given it from there."""

import ast
import re
from collections.abc import Iterator

from shared.base.locks import AdvisoryLock
from tests.architecture.sources import Source, sources

HOME = "shared/base/locks.py"
STATEMENT = re.compile(r"advisory_(?:xact_)?(?:un)?lock(?:_shared)?\(([^)]*)\)")
PRODUCT = ("services", "shared", "deploy")


def texts(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_no_statement_holds_the_number_of_an_advisory_lock() -> None:
    written = [
        (source.name, found[0])
        for source in sources(*PRODUCT)
        for text in texts(source)
        for found in STATEMENT.finditer(text)
        if not found[1].startswith(("$1", ":lock"))
    ]
    assert written == []


def test_whoever_takes_an_advisory_lock_names_it_by_the_enum() -> None:
    takers = {source for source in sources(*PRODUCT) if any(STATEMENT.search(text) for text in texts(source))}
    assert len(takers) >= 6
    assert [one.name for one in takers if "AdvisoryLock." not in one.path.read_text("utf-8")] == []


def test_no_other_module_writes_one_of_the_numbers() -> None:
    numbers = {int(lock) for lock in AdvisoryLock}
    written = [
        (source.name, node.value)
        for source in sources(*PRODUCT)
        if source.name != HOME
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and type(node.value) is int and node.value in numbers
    ]
    assert written == []
