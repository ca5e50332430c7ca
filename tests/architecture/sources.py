"""The product's own source files, as text and as trees."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import services
from shared.acts.act import AnyAct
from shared.runtime.service import Service

ROOT = Path(__file__).parents[2]
SERVICES = tuple(sorted(found.name for found in iter_modules(services.__path__)))


@dataclass(frozen=True)
class Source:
    """One file."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def lines(self) -> int:
        return len(self.path.read_text("utf-8").splitlines())

    @property
    def tree(self) -> ast.Module:
        return _parsed(self.path)

    def functions(self) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
        """All functions and methods with "file::name"."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{self.name}::{node.name}", node


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def sources(*folders: str) -> list[Source]:
    """All files of these folders but migrations, which are drafted by a tool."""
    found = (path for folder in folders or ("services", "shared") for path in (ROOT / folder).rglob("*.py"))
    return [Source(path) for path in sorted(found) if "migrations" not in path.parts]


@cache
def service(name: str) -> Service:
    found: Service = import_module(f"services.{name}.main").SERVICE
    return found


def acts(name: str) -> list[AnyAct]:
    """Every act in the lives of a service's aggregates."""
    return [act for aggregate in service(name).aggregates for act in aggregate.life.acts.values()]


def called(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Name of what is called, without what stands before the dot, and the call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield node.func.id if isinstance(node.func, ast.Name) else node.func.attr, node
