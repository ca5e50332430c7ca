"""What is in `shared` is shared: each module serves two services at least, or a service and the deployment."""

import ast
import re
from collections.abc import Iterable, Mapping, Set
from functools import cache

from tests.architecture.sources import ROOT, SERVICES, Source, sources

EXCEPTIONS: Mapping[str, str] = {
    "shared.contracts": "the language on the wire: other systems read it too, developers publish its schemas",
    "shared.delivery.journal.chain_check": "knows how every service writes its journal; the console runs it",
    "shared.delivery.journal.row_check": "knows how every service writes its journal; the console runs it",
    "shared.delivery.recovery": "the engine of rebuild, reconcile and redrive, for every service; the console runs it",
    "shared.identity.local_issuer": "issues tokens that every service accepts, for demonstrations and tests",
    "shared.persistence.drafting": "run by developers: drafts migrations of every service",
    "shared.programme.guidance": "words a programme from its model alone, as the sentences beside it do",
    "shared.programme.schema": "run by developers: writes what editors check a programme by, from its model",
    "shared.runtime.probe": "health check of every container, started by image, compose and chart",
}
"""Module or package, and why it is shared although fewer than two need it."""
NAMED = re.compile(r"\bshared(?:\.\w+)+")
"""Modules that are started by name: `python -m shared.runtime.probe`."""


def module_of(source: Source) -> str:
    return source.name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@cache
def shared_imports() -> Mapping[str, Set[str]]:
    """Module of `shared`, and the modules of `shared` that it imports."""
    modules = {module_of(source): source for source in sources("shared")}
    return {name: imported(source, modules.keys()) for name, source in modules.items()}


def imported(source: Source, modules: Set[str]) -> Set[str]:
    found: set[str] = set()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{name.name}" for name in node.names}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found |= set(NAMED.findall(node.value))
    return found & modules


def reached_from(starts: Iterable[str]) -> Set[str]:
    """These modules and all that they import within `shared`."""
    reached: set[str] = set()
    waiting = list(starts)
    while waiting:
        module = waiting.pop()
        if module not in reached:
            reached.add(module)
            waiting += shared_imports()[module]
    return reached


@cache
def users() -> Mapping[str, Set[str]]:
    """Service or deployment, and the modules of `shared` that it needs, directly or through others."""
    folders = {name: f"services/{name}" for name in SERVICES} | {"deploy": "deploy"}
    modules = shared_imports().keys()
    return {
        name: reached_from(module for source in with_migrations(folder) for module in imported(source, modules))
        for name, folder in folders.items()
    }


def with_migrations(folder: str) -> list[Source]:
    return [Source(path) for path in sorted((ROOT / folder).rglob("*.py"))]


def single() -> dict[str, list[str]]:
    """Modules with fewer than two users, with those users. A package's own file only gathers its modules."""
    found = {module: [name for name, needed in users().items() if module in needed] for module in shared_imports()}
    packages = {module for module in found if (ROOT / module.replace(".", "/")).is_dir()}
    return {module: names for module, names in found.items() if len(names) < 2 and module not in packages}


def excepted(module: str) -> set[str]:
    return {name for name in EXCEPTIONS if f"{module}.".startswith(f"{name}.")}


def test_every_shared_module_serves_two() -> None:
    assert {module: names for module, names in single().items() if not excepted(module)} == {}


def test_every_exception_is_still_needed() -> None:
    assert EXCEPTIONS.keys() - set().union(*(excepted(module) for module in single())) == set()


def test_the_plumbing_serves_every_service() -> None:
    assert all("shared.delivery.shell.transaction" in needed for name, needed in users().items() if name in SERVICES)
