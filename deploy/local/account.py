"""The account PostgreSQL runs under: it refuses to run as root, so root lends it an unprivileged one."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

UNPRIVILEGED = "nobody"
SEARCH = 0o001  # others may pass through a directory, not list it
READ = 0o004


@dataclass(frozen=True, slots=True)
class Account:
    """A system account by its numbers."""

    uid: int
    gid: int

    def owns(self, directory: Path) -> None:
        """Create a private directory for the account, with a way to it."""
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.chown(directory, self.uid, self.gid)
        open_path(directory.parent)


def server_account() -> Account | None:
    """The account to lend when this process is root's; None when it may run PostgreSQL itself."""
    if os.geteuid() != 0:
        return None
    entry = pwd.getpwnam(UNPRIVILEGED)
    return Account(entry.pw_uid, entry.pw_gid)


def open_path(directory: Path) -> None:
    """Let other accounts pass through `directory` and all above it. Nothing becomes listable that was not."""
    for step in (directory.resolve(), *directory.resolve().parents):
        mode = step.stat().st_mode
        if not mode & SEARCH:
            step.chmod(mode | SEARCH)


def open_tree(top: Path) -> None:
    """Let other accounts read and execute an installed program that a tight umask closed to them."""
    open_path(top)
    if top.stat().st_mode & READ:
        return
    for path in (top, *top.rglob("*")):
        mode = path.stat().st_mode
        path.chmod(mode | READ | (mode >> 6 & SEARCH))
