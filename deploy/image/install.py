"""Puts the project into the image's environment; build stage only: install.py ENVIRONMENT SOURCES.

The sources stay where they are, with templates, migrations and examples beside them; the environment points at them
and knows the project's version and its console command.
"""

import compileall
import os
import subprocess
import sys
from pathlib import Path
from tempfile import mkdtemp

from setuptools import build_meta


def install(environment: Path, sources: Path) -> None:
    """Nothing is fetched: setuptools and uv are those of the locked tools that run this."""
    os.chdir(sources)
    made = Path(mkdtemp())
    wheel = made / build_meta.build_editable(str(made), {"editable_mode": "compat"})
    uv = Path(sys.executable).with_name("uv")
    python = environment / "bin" / "python"
    subprocess.run([uv, "pip", "install", "--quiet", "--offline", "--no-deps", "--python", python, wheel], check=True)
    for package in ("services", "shared", "deploy"):
        compileall.compile_dir(package, quiet=1)


if __name__ == "__main__":
    install(Path(sys.argv[1]), Path(sys.argv[2]))
