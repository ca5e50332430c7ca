"""A content is kept if a document names it, and only then, however its upload ended."""

import hashlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.intake.sandbox.limits import Limits
from services.intake.sandbox.pool import Sandbox
from services.intake.wallet.storage.folder import Folder
from services.intake.wallet.storage.store import Staged, StorageUnavailable
from services.intake.wallet.work.sweep import Sweep
from shared.delivery.shell.transaction import Unavailable
from shared.identity.actor import Actor
from tests.builders import DESK, EVALUATOR, OTHER_PUBLISHER, PUBLISHER
from tests.http.hosting import Desk, problem
from tests.intake.wallet.client import Wallet
from tests.intake.wallet.files import compressed, pdf

CONTENT = pdf(b"a report")
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def wallet(desk: Desk, tmp_path: Path) -> Wallet:
    return Wallet(desk, tmp_path / "documents")


def later(**after: int) -> datetime:
    return datetime.now(UTC) + timedelta(**after)


async def swept(wallet: Wallet, now: datetime) -> None:
    await Sweep(wallet.stack, wallet.desk.shell).sweep_once(now)


def ends_unknown(wallet: Wallet, monkeypatch: pytest.MonkeyPatch, *, performed: bool) -> None:
    """The connection to the database breaks before or after the commit."""
    commands: Any = wallet.desk.doors.commands
    perform: Callable[[Any], Awaitable[Any]] = commands.perform

    async def broken(incoming: Any) -> Any:  # noqa: ANN401
        if performed:
            await perform(incoming)
        raise Unavailable("the connection broke")

    monkeypatch.setattr(commands, "perform", broken)


@pytest.mark.parametrize(
    ("query", "issued_on", "code"),
    [
        ("", "2030-01-01", "invalid_content"),
        ("&valid_until=2026-01-01", "2026-02-01", "invalid_content"),
        (f"&sha256={'0' * 64}", "2026-02-01", "digest_differs"),
    ],
    ids=["dated in the future", "dates reversed", "another digest"],
)
async def test_a_refused_upload_leaves_nothing(wallet: Wallet, query: str, issued_on: str, code: str) -> None:
    answer = await wallet.send(CONTENT, query=query, issued_on=issued_on)

    assert problem(answer) == (422, code)
    assert wallet.files() == []


async def test_a_refused_upload_leaves_what_others_have_of_the_same_bytes(wallet: Wallet) -> None:
    path = await wallet.sent(CONTENT, OTHER_PUBLISHER)

    refused = await wallet.send(CONTENT, issued_on="2030-01-01")
    await wallet.scans.scan_some()

    assert refused.status_code == 422
    assert wallet.files() == [SHA256]
    assert (await wallet.desk.get(DESK, f"{path}/content")).content == CONTENT


async def test_a_content_that_is_in_the_wallet_already_stays_as_it_is(wallet: Wallet) -> None:
    await wallet.sent(CONTENT)

    assert problem(await wallet.send(CONTENT)) == (409, "already_in_wallet")
    assert wallet.files() == [SHA256]


async def test_a_key_used_again_for_another_content_leaves_the_first_alone(wallet: Wallet) -> None:
    await wallet.send(CONTENT, idempotency_key="a-key-of-mine")
    again = await wallet.send(pdf(b"other"), idempotency_key="a-key-of-mine")

    assert problem(again) == (422, "idempotency_key_reused")
    assert wallet.files() == [SHA256]


async def test_where_nobody_knows_the_result_a_committed_content_is_read_and_promoted(
    wallet: Wallet, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        ends_unknown(wallet, broken, performed=True)
        answer = await wallet.send(CONTENT)
    (document,) = (await wallet.desk.get(PUBLISHER, "/documents")).json()["documents"]
    await wallet.scans.scan_some()
    before = await wallet.desk.get(DESK, f"/documents/{document['id']}/content")
    await swept(wallet, later(seconds=0))
    after = await wallet.desk.get(DESK, f"/documents/{document['id']}/content")

    assert problem(answer) == (503, "unavailable")
    assert (before.content, after.content) == (CONTENT, CONTENT)
    assert wallet.files() == [SHA256]


async def test_where_nobody_knows_the_result_an_uncommitted_content_goes_after_an_hour(
    wallet: Wallet, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        ends_unknown(wallet, broken, performed=False)
        await wallet.send(CONTENT)
    await swept(wallet, later(minutes=59))
    within = wallet.files()
    await swept(wallet, later(minutes=61))

    assert [name.split(".")[0] for name in within] == [SHA256]
    assert wallet.files() == []


async def test_a_process_that_ends_between_store_and_act_is_swept_up_after(wallet: Wallet, tmp_path: Path) -> None:
    await wallet.sent(pdf(b"another"))
    kept = wallet.files()
    (tmp_path / "upload").write_bytes(CONTENT)
    await wallet.stack.store.stage(SHA256, tmp_path / "upload")
    (wallet.folder / "staged" / f"{SHA256}.0011.part").write_bytes(CONTENT[:9])

    await swept(wallet, later(minutes=61))

    assert wallet.files() == kept


async def test_a_store_that_goes_away_after_the_commit_loses_nothing(
    wallet: Wallet, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(self: Folder, staged: Staged) -> None:
        raise StorageUnavailable("unplugged")

    with monkeypatch.context() as unplugged:
        unplugged.setattr(Folder, "promote", away)
        path = await wallet.sent(CONTENT)
        await wallet.scans.scan_some()
        staged = await wallet.stack.store.staged()
    await swept(wallet, later(minutes=61))

    assert [one.sha256 for one in staged] == [SHA256]
    assert (await wallet.desk.get(DESK, f"{path}/content")).content == CONTENT
    assert wallet.files() == [SHA256]


@pytest.mark.parametrize(
    ("who", "code"), [(OTHER_PUBLISHER, "not_found"), (EVALUATOR, "role_required")], ids=["stranger", "evaluator"]
)
async def test_a_replacement_by_somebody_else_is_refused_before_its_content_is_read(
    wallet: Wallet,
    who: Actor,
    code: str,
) -> None:
    path = await wallet.clean()
    kept = wallet.files()

    answer = await wallet.send(b"\x7fELF no kind that is taken", who=who, path=f"{path}/replacement")

    assert problem(answer)[1] == code
    assert wallet.files() == kept


async def test_a_document_that_costs_too_much_to_inspect_is_refused_and_leaves_nothing(wallet: Wallet) -> None:
    app: Any = wallet.desk.parts.server.config.app
    sandbox = Sandbox(Limits(seconds=0.0))
    before, app.state.sandbox = app.state.sandbox, sandbox
    try:
        answer = await wallet.send(CONTENT)
    finally:
        app.state.sandbox = before
        await sandbox.close()

    assert problem(answer) == (422, "file_too_complex")
    assert wallet.files() == []


async def test_what_a_pdf_hides_in_compressed_objects_is_found_behind_the_door(wallet: Wallet) -> None:
    answer = await wallet.send(compressed(pdf(b"", b"<< /S /JavaScript /JS (x) >>", catalogue=b"/Inner 4 0 R")))

    assert problem(answer) == (422, "active_content")
    assert wallet.files() == []
