"""Databases and roles on a PostgreSQL server, made with the psql that comes with the embedded one."""

import secrets
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from deploy.local.errors import LocalStartFailed
from deploy.local.initdb import binaries


def with_database(url: str, database: str) -> str:
    """The same server and account, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def run_sql(url: str, sql: str) -> str:
    """Run statements one by one, each in its own transaction; returns the rows, one a line. Raises LocalStartFailed."""
    command: list[str | Path] = [binaries() / "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", url, "-f", "-"]
    done = subprocess.run(command, input=sql, capture_output=True, text=True, check=False)
    if done.returncode:
        message = f"PostgreSQL refused: {done.stderr.strip()}"
        raise LocalStartFailed(message)
    return done.stdout.strip()


def create_roles(url: str, passwords: Mapping[str, str]) -> None:
    """One role and one database of the same name, owned by it, for each entry; what is there already is kept.

    A role may connect to its own database only, and gets the given password. Raises LocalStartFailed.
    """
    statements = [_role(name, password) for name, password in passwords.items()]
    run_sql(url, "\n".join(statements))


def create_databases(url: str, names: Sequence[str]) -> None:
    """Databases owned by the account of `url`; what is there already is kept. Raises LocalStartFailed."""
    run_sql(url, "\n".join(_missing_database(name, "current_user") for name in names))


def new_password() -> str:
    """A password that needs no quoting in a URL or in SQL."""
    return secrets.token_hex(16)


def _role(name: str, password: str) -> str:
    return f"""
        SELECT 'CREATE ROLE "{name}" LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{name}') \\gexec
        ALTER ROLE "{name}" PASSWORD '{password}';
        {_missing_database(name, f"'{name}'")}
        REVOKE CONNECT ON DATABASE "{name}" FROM PUBLIC;
    """


def _missing_database(name: str, owner: str) -> str:
    return f"""
        SELECT format('CREATE DATABASE "{name}" OWNER %I', {owner})
        WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{name}') \\gexec
    """
