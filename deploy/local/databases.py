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


def with_account(url: str, account: str) -> str:
    """The same database and password, another account."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{account}:{parts.password}@{parts.netloc.rpartition('@')[2]}"))


def run_sql(url: str, sql: str) -> str:
    """Run statements one by one, each in its own transaction; returns the rows, one a line. Raises LocalStartFailed."""
    command: list[str | Path] = [binaries() / "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", url, "-f", "-"]
    done = subprocess.run(command, input=sql, capture_output=True, text=True, check=False)
    if done.returncode:
        message = f"PostgreSQL refused: {done.stderr.strip()}"
        raise LocalStartFailed(message)
    return done.stdout.strip()


def create_roles(url: str, passwords: Mapping[str, str]) -> None:
    """For each entry a database of that name and three roles with the given password: one of that name that services
    run under, NAME_owner that owns all of it, NAME_reader. What is there already is kept.

    A role may connect to its own database only. Raises LocalStartFailed.
    """
    statements = [_database(name, password) for name, password in passwords.items()]
    run_sql(url, "\n".join(statements))


def create_databases(url: str, names: Sequence[str]) -> None:
    """Databases owned by the account of `url`; what is there already is kept. Raises LocalStartFailed."""
    run_sql(url, "\n".join(_missing_database(name, "current_user") for name in names))


def new_password() -> str:
    """A password that needs no quoting in a URL or in SQL."""
    return secrets.token_hex(16)


def owner_of(name: str) -> str:
    """The role that owns and migrates a service's database."""
    return f"{name}_owner"


def reader_of(name: str) -> str:
    """The role that only reads it."""
    return f"{name}_reader"


def _database(name: str, password: str) -> str:
    owner, reader = owner_of(name), reader_of(name)
    return f"""
        {"".join(_role(role, password) for role in (name, owner, reader))}
        {_missing_database(name, f"'{owner}'")}
        REVOKE CONNECT ON DATABASE "{name}" FROM PUBLIC;
        GRANT CONNECT ON DATABASE "{name}" TO "{name}", "{owner}", "{reader}";
        \\connect "{name}"
        REASSIGN OWNED BY "{name}" TO "{owner}"; -- of a version that had one role for all
    """


def _role(name: str, password: str) -> str:
    return f"""
        SELECT 'CREATE ROLE "{name}" LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{name}') \\gexec
        ALTER ROLE "{name}" PASSWORD '{password}';
    """


def _missing_database(name: str, owner: str) -> str:
    return f"""
        SELECT format('CREATE DATABASE "{name}" OWNER %I', {owner})
        WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{name}') \\gexec
    """
