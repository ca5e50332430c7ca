"""A content is stored exactly if the act that names it is committed."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path

from services.intake.wallet.storage.store import Missing, Staged, StorageUnavailable, Store
from shared.http.problems import Problem, kind_of

log = logging.getLogger(__name__)


@asynccontextmanager
async def stored_if_performed(store: Store, sha256: str, file: Path) -> AsyncIterator[None]:
    """Stage the content, let the act be performed within, then promote it; discard it where the act was refused.

    Where nobody knows whether the act was committed it stays as it is, for the sweep to decide. Problem: unavailable.
    """
    try:
        staged = await store.stage(sha256, file)
    except StorageUnavailable as error:
        raise Problem("unavailable", "the store of documents cannot be reached") from error
    try:
        yield
    except Problem as problem:
        if kind_of(problem.code).status < HTTPStatus.INTERNAL_SERVER_ERROR:
            await _discarded(store, staged)
        raise
    try:
        await store.promote(staged)
    except (StorageUnavailable, Missing) as error:  # it is read where it lies, until the sweep promotes it
        log.warning("content stays staged", extra={"sha256": sha256, "error": repr(error)})


async def _discarded(store: Store, staged: Staged) -> None:
    try:
        await store.discard(staged)
    except StorageUnavailable as error:
        log.warning("refused content stays for the sweep", extra={"sha256": staged.sha256, "error": repr(error)})
