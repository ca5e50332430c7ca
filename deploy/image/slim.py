"""Takes out of the image's environment what nothing that runs needs; build stage only: slim.py ENVIRONMENT SOURCES.

Wheels bring symbols for debuggers, sources of their extensions and tests of their own. Bytecode is kept for what a
process loads before it answers, and for little else: what is asked for later is compiled then, at each start anew,
for the root is read-only.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

TESTS = ("alembic/testing", "certifi/tests", "greenlet/tests", "mako/testing", "sqlalchemy/testing")
SOURCES_OF_EXTENSIONS = {".c", ".cpp", ".h", ".pxd", ".pxi", ".pyi", ".pyx"}
ELF = b"\x7fELF"
STRIP = "/usr/bin/strip"
SERVICES = ("intake", "evaluation", "decision", "catalogue", "surveillance")
STARTED = (
    *(f"services.{name}.main" for name in SERVICES), "shared.runtime.probe", "shared.persistence.migrating",
    "shared.runtime.process", "deploy.console.main", "deploy.demo.issuer", "deploy.demo.walk", "deploy.demo.__main__",
)  # fmt: skip
LATER = (
    "alembic.command", "anyio._backends._asyncio", "asyncpg", "sqlalchemy.dialects.postgresql.asyncpg", "uvloop",
    "uvicorn.lifespan.off", "uvicorn.lifespan.on", "uvicorn.loops.uvloop", "uvicorn.protocols.http.auto",
    "uvicorn.protocols.http.httptools_impl",
)  # fmt: skip
"""What libraries load by name, once they are at work."""


def slim(environment: Path, sources: Path) -> None:
    """Make it small; what is left still loads, or this fails."""
    packages = next((environment / "lib").glob("python3.*/site-packages"))
    for folder in TESTS:
        shutil.rmtree(packages / folder, ignore_errors=True)
    for file in list(_not_needed(packages)):
        file.unlink()
    subprocess.run([STRIP, "--strip-unneeded", *_extensions(packages)], check=True)
    words = f"import {', '.join((*STARTED, *LATER))}"
    subprocess.run([environment / "bin" / "python", "-c", words], cwd=sources, check=True)


def _not_needed(packages: Path) -> Iterator[Path]:
    return (file for file in packages.rglob("*") if file.suffix in SOURCES_OF_EXTENSIONS and file.is_file())


def _extensions(packages: Path) -> list[Path]:
    return [file for file in packages.rglob("*.so*") if file.is_file() and file.read_bytes()[:4] == ELF]


if __name__ == "__main__":
    slim(Path(sys.argv[1]), Path(sys.argv[2]))
