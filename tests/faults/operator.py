"""What an operator does in an experiment: commands of the console, copies of databases, a server's files put back."""

import asyncio
import os
import shutil
from pathlib import Path

from typer.testing import CliRunner, Result

from deploy.console.main import app
from deploy.local.account import server_account
from deploy.local.databases import run_sql
from deploy.local.postgres import Postgres
from tests.faults.scene import Scene

BY = "fault-operator"


async def console(scene: Scene, *words: str, **more: str) -> Result:
    """`referencement WORDS` on the line of the scene, with `more` variables; in a thread, as commands bring their own
    event loop."""
    environment = {"REFERENCEMENT_ROOT": str(scene.line.stack.root), "COLUMNS": "250", **more}
    return await asyncio.to_thread(CliRunner().invoke, app, list(words), env=environment)


async def stop(scene: Scene, service: str) -> None:
    """SIGTERM to a service."""
    await asyncio.to_thread(scene.line.services.stop, service)


async def start(scene: Scene, service: str) -> None:
    """Start a service and wait until it is ready."""
    await asyncio.to_thread(scene.line.services.start, service)


def new_database(scene: Scene, service: str) -> None:
    """The service's database is gone, and an empty one in its place."""
    name = _name(scene, service)
    run_sql(
        scene.line.stack.administration_url(),
        f'DROP DATABASE "{name}" WITH (FORCE);\nCREATE DATABASE "{name}" OWNER "{service}_owner" TEMPLATE template0;\n',
    )


def back_up(scene: Scene, service: str) -> None:
    """Copy the files of a stopped service's database."""
    name = _name(scene, service)
    run_sql(
        scene.line.stack.administration_url(),
        f'DROP DATABASE IF EXISTS "{name}_copy";\n'
        f'CREATE DATABASE "{name}_copy" OWNER "{service}_owner" TEMPLATE "{name}" STRATEGY FILE_COPY;\n',
    )


def restore(scene: Scene, service: str) -> None:
    """Put the copy in the place of a stopped service's database."""
    name = _name(scene, service)
    run_sql(
        scene.line.stack.administration_url(),
        f'DROP DATABASE "{name}" WITH (FORCE);\nALTER DATABASE "{name}_copy" RENAME TO "{name}";\n',
    )


def back_up_all(postgres: Postgres) -> None:
    """Copy the files of the whole server, which is stopped for it."""
    postgres.stop()
    shutil.copytree(postgres.data, _copy(postgres), ignore=_no_sockets)
    postgres.start()


def restore_all(postgres: Postgres) -> None:
    """Put the server's files back as they were when they were copied."""
    postgres.stop()
    shutil.rmtree(postgres.data)
    _copy(postgres).rename(postgres.data)
    if account := server_account():
        for path in (postgres.data, *postgres.data.rglob("*")):
            os.chown(path, account.uid, account.gid)
    postgres.start()


def _copy(postgres: Postgres) -> Path:
    return postgres.data.with_name("data_before")


def _no_sockets(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if (Path(folder) / name).is_socket()]


def _name(scene: Scene, service: str) -> str:
    return scene.line.databases[service].rpartition("/")[2]
