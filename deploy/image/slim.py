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
FORMATS = ("avif", "brotli", "freetype", "harfbuzz", "lcms2", "png16", "sharpyuv", "webp")
UNUSED = (
    # images are decoded as PNG and JPEG alone; no text is drawn, no colour profile applied
    *(f"PIL/_{name}.*.so" for name in ("avif", "imagingcms", "imagingft", "imagingtk", "webp")),
    *(f"pillow.libs/lib{name}*" for name in FORMATS),
    # of lxml the parser and its trees
    *("lxml/html", "lxml/includes", "lxml/isoschematron"),
    *(f"lxml/{name}.*.so" for name in ("builder", "objectify", "sax")),
    # rich loads Pygments, and colours no source here
    *("pygments/lexers/[!_]*.py", "pygments/lexers/_*_builtins.py"),
    # other databases, other brokers, another API of pydantic; googleapis is for gRPC, which is not here
    *(f"sqlalchemy/dialects/{name}" for name in ("mssql", "mysql", "oracle", "sqlite")),
    *(f"faststream/{name}" for name in ("confluent", "mqtt", "nats", "rabbit", "redis")),
    *(f"google/{name}" for name in ("api", "cloud", "gapic", "logging", "longrunning", "rpc", "type")),
    "pydantic/v1",
    # extensions are compiled already; PDF is read, not written for archives
    *("cffi", "pycparser", "pikepdf/pdfa"),
)
"""What wheels bring for others, as patterns below site-packages."""
SOURCES_OF_EXTENSIONS = {".c", ".cpp", ".h", ".pxd", ".pxi", ".pyi", ".pyx"}
ELF = b"\x7fELF"
STRIP = "/usr/bin/strip"
SERVICES = ("intake", "evaluation", "decision", "catalogue", "surveillance")
STARTED = (
    *(f"services.{name}.main" for name in SERVICES), "shared.runtime.probe", "shared.runtime.process",
    "deploy.console.main",
)  # fmt: skip
LATER = (
    "anyio._backends._asyncio", "asyncpg", "sqlalchemy.dialects.postgresql.asyncpg", "uvloop",
    "uvicorn.lifespan.off", "uvicorn.lifespan.on", "uvicorn.loops.uvloop", "uvicorn.protocols.http.auto",
    "uvicorn.protocols.http.httptools_impl",
)  # fmt: skip
"""What libraries load by name, once they are at work."""
ONCE = (
    "shared.persistence.migrating", "deploy.demo.issuer", "deploy.demo.walk", "deploy.demo.__main__",
    "services.intake.wallet.inspection.images", "services.intake.wallet.inspection.parts",
    "services.intake.questionnaire.answer_files.parts", "odfdo", "openpyxl", "pikepdf",
)  # fmt: skip
"""What has to load too, but no service waits for: no bytecode."""
ONCE_LOADED = ("alembic", "mako")
"""Packages of which the console loads much that only a migration needs."""
DECODED = """
import io
from PIL import Image
for kind in ("PNG", "JPEG"):
    made = io.BytesIO()
    Image.new("RGB", (8, 8)).save(made, kind)
    Image.open(made, formats=(kind,)).load()
"""
"""Images of both kinds can still be read."""


def slim(environment: Path, sources: Path) -> None:
    """Make it small; what is left still loads, or this fails."""
    packages = next((environment / "lib").glob("python3.*/site-packages"))
    for folder in TESTS:
        shutil.rmtree(packages / folder, ignore_errors=True)
    for path in [path for pattern in UNUSED for path in packages.glob(pattern)]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for file in list(_not_needed(packages)):
        file.unlink()
    subprocess.run([STRIP, "--strip-unneeded", *_extensions(packages)], check=True)
    python = environment / "bin" / "python"
    subprocess.run([python, "-c", f"import {', '.join((*STARTED, *LATER))}"], cwd=sources, check=True)
    for cache in [cache for name in ONCE_LOADED for cache in (packages / name).rglob("__pycache__")]:
        shutil.rmtree(cache)
    subprocess.run([python, "-B", "-c", f"import {', '.join(ONCE)}\n{DECODED}"], cwd=sources, check=True)


def _not_needed(packages: Path) -> Iterator[Path]:
    return (file for file in packages.rglob("*") if file.suffix in SOURCES_OF_EXTENSIONS and file.is_file())


def _extensions(packages: Path) -> list[Path]:
    return [file for file in packages.rglob("*.so*") if file.is_file() and file.read_bytes()[:4] == ELF]


if __name__ == "__main__":
    slim(Path(sys.argv[1]), Path(sys.argv[2]))
