"""The wallet over HTTP, on a real database: documents in, reviewed, named in filings, read by those who may."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from shared.identity.actor import Actor
from tests.builders import AUDITOR, DESK, EVALUATOR, HOLDER, OTHER_PUBLISHER, PUBLISHER
from tests.http.hosting import LARGEST_DOCUMENT, Desk, problem
from tests.intake.wallet.client import Wallet
from tests.intake.wallet.files import CSV, HTML, SVG, pdf, xlsx

CRITERION = "SEC-10"


@pytest.fixture
def wallet(desk: Desk, tmp_path: Path) -> Wallet:
    return Wallet(desk, tmp_path / "documents")


async def test_a_document_is_taken_listed_and_given_back_as_it_was(wallet: Wallet) -> None:
    content = pdf(b"the report")
    path = await wallet.sent(content)
    await wallet.scans.scan_some()

    listed = (await wallet.desk.get(PUBLISHER, "/documents")).json()["documents"]
    given = await wallet.desk.get(PUBLISHER, f"{path}/content")

    assert [(one["type"], one["state"], one["verdict"], one["used_by"]) for one in listed] == [
        ("report", "submitted", "clean", [])
    ]
    assert listed[0]["sha256"] == hashlib.sha256(content).hexdigest()
    assert given.content == content


async def test_nothing_is_ever_shown_in_place_and_the_name_is_ours(wallet: Wallet) -> None:
    content = pdf(b"the report")
    path = await wallet.sent(content)
    await wallet.scans.scan_some()

    headers = (await wallet.desk.get(EVALUATOR, f"{path}/content")).headers

    start = hashlib.sha256(content).hexdigest()[:8]
    assert headers["content-disposition"] == f'attachment; filename="report-2026-02-01-{start}.pdf"'
    assert headers["content-type"] == "application/pdf"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert headers["cache-control"] == "private, no-store"
    assert headers["content-length"] == str(len(content))


async def test_the_kind_is_that_of_the_bytes_whatever_was_declared(wallet: Wallet) -> None:
    answer = await wallet.send(xlsx(), content_type="text/html")

    found = await wallet.read(answer.headers["location"])
    assert found["media_type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.mark.parametrize("who", [EVALUATOR, DESK, AUDITOR])
async def test_those_who_examine_reach_every_clean_document(wallet: Wallet, who: Actor) -> None:
    path = await wallet.clean()

    assert (await wallet.desk.get(who, f"{path}/content")).status_code == 200
    assert len((await wallet.desk.get(who, "/documents?organisation=org-1")).json()["documents"]) == 1


@pytest.mark.parametrize("who", [OTHER_PUBLISHER, HOLDER, None])
async def test_nobody_else_learns_of_a_document(wallet: Wallet, who: Actor | None) -> None:
    path = await wallet.clean()
    codes = {await code_of(wallet, who, place) for place in (path, f"{path}/content")}

    assert codes == {{OTHER_PUBLISHER: "not_found", HOLDER: "role_required", None: "token_refused"}[who]}


async def code_of(wallet: Wallet, who: Actor | None, path: str) -> str:
    return problem(await wallet.desk.get(who, path))[1]


async def test_another_publisher_sees_its_own_wallet_whatever_it_asks_for(wallet: Wallet) -> None:
    await wallet.clean()

    found = (await wallet.desk.get(OTHER_PUBLISHER, "/documents?organisation=org-1")).json()

    assert found["documents"] == []


@pytest.mark.parametrize("act", ["withdrawal", "replacement"])
async def test_another_publisher_changes_nothing(wallet: Wallet, act: str) -> None:
    path = await wallet.clean()

    if act == "replacement":
        answer = await wallet.send(who=OTHER_PUBLISHER, path=f"{path}/replacement")
    else:
        answer = await wallet.desk.post(OTHER_PUBLISHER, f"{path}/withdrawal")

    assert problem(answer) == (404, "not_found")


async def test_a_replacement_names_what_it_replaces_and_both_stay(wallet: Wallet) -> None:
    path = await wallet.clean()
    answer = await wallet.send(path=f"{path}/replacement")

    assert answer.status_code == 201
    assert (await wallet.read(answer.headers["location"]))["replaces"] == path.removeprefix("/documents/")
    assert (await wallet.read(path))["state"] == "submitted"


async def test_a_reviewer_accepts_and_refuses(wallet: Wallet) -> None:
    path = await wallet.clean()
    accepted = await wallet.desk.done(EVALUATOR, f"{path}/acceptance")
    refused = await wallet.desk.done(EVALUATOR, f"{path}/refusal", {"reason": "other_product"})

    assert (accepted["state"], refused["state"]) == ("accepted", "refused")
    assert (await wallet.read(path))["refusal"] == "other_product"


async def test_the_same_document_sent_again_with_its_key_is_there_once(wallet: Wallet) -> None:
    first = await wallet.send(pdf(), idempotency_key="a-key-of-mine")
    again = await wallet.send(pdf(), idempotency_key="a-key-of-mine")
    other = await wallet.send(pdf(b"other"), idempotency_key="a-key-of-mine")

    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.json(), again.headers["idempotency-replayed"]) == (first.json(), "true")
    assert problem(other) == (422, "idempotency_key_reused")


async def test_the_same_content_is_not_taken_twice_until_the_first_is_withdrawn(wallet: Wallet) -> None:
    path = await wallet.sent(pdf())
    twice = await wallet.send(pdf())
    await wallet.desk.done(PUBLISHER, f"{path}/withdrawal")
    again = await wallet.send(pdf())

    assert problem(twice) == (409, "already_in_wallet")
    assert twice.json()["document"] == path.removeprefix("/documents/")
    assert again.status_code == 201
    assert len(wallet.files()) == 1


async def test_two_publishers_may_have_the_same_content_and_neither_learns_of_it(wallet: Wallet) -> None:
    mine, theirs = await wallet.sent(pdf()), await wallet.sent(pdf(), OTHER_PUBLISHER)

    assert mine != theirs
    assert len(wallet.files()) == 1


async def test_every_fault_of_the_query_is_named_at_once(wallet: Wallet) -> None:
    answer = await wallet.desk.post(
        PUBLISHER, "/documents?type=report&issued_on=yesterday&name=../../etc/passwd", content=pdf(), if_match=""
    )

    assert problem(answer) == (422, "invalid_content")
    assert {fault["path"] for fault in answer.json()["faults"]} == {"issuer", "issued_on", "name"}
    assert wallet.files() == []


async def test_a_digest_that_is_not_the_content_s_is_refused(wallet: Wallet) -> None:
    answer = await wallet.send(pdf(), query=f"&sha256={'0' * 64}")

    assert problem(answer) == (422, "digest_differs")
    assert answer.json()["received"] == hashlib.sha256(pdf()).hexdigest()
    assert wallet.files() == []


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "document_empty"),
        (b"\x7fELF\x02\x01\x01\x00", 415, "media_type_refused"),
        (SVG, 422, "active_content"),
        (pdf(HTML), 422, "active_content"),
        (xlsx(**{"../../etc/passwd": b"root"}), 422, "archive_refused"),
        (pdf()[:-8], 422, "content_damaged"),
        (pdf(b" " * LARGEST_DOCUMENT), 413, "document_too_large"),
    ],
)
async def test_what_must_not_come_in_leaves_no_trace_but_the_answer(
    wallet: Wallet, content: bytes, status: int, code: str
) -> None:
    answer = await wallet.send(content)

    assert problem(answer) == (status, code)
    assert wallet.files() == []
    assert await wallet.desk.stored() == []


@dataclass
class Endless:
    """A body of blanks that goes on for as long as somebody reads it, up to five gigabytes."""

    sent: int = 0

    async def pieces(self) -> AsyncIterator[bytes]:
        while self.sent < 5_000_000_000 // 65_536:
            self.sent += 1
            yield b" " * 65_536


async def test_five_gigabytes_are_refused_by_their_own_word_before_a_byte_is_read(wallet: Wallet) -> None:
    body = Endless()

    answer = await wallet.send(body.pieces(), content_length="5000000000")

    assert problem(answer) == (413, "document_too_large")
    assert answer.json()["at_most"] == LARGEST_DOCUMENT
    assert body.sent <= 1


async def test_a_body_without_end_and_without_a_length_is_counted(wallet: Wallet) -> None:
    body = Endless()

    answer = await wallet.send(body.pieces())

    assert problem(answer) == (413, "document_too_large")
    assert body.sent <= LARGEST_DOCUMENT // 65_536 + 2


async def test_whoever_may_not_submit_is_turned_away_unread_and_journaled(wallet: Wallet) -> None:
    answer = await wallet.send(who=EVALUATOR)

    assert problem(answer) == (403, "role_required")
    assert await wallet.desk.journal() == [("submit_document", "eva-1", "role_required")]
    assert wallet.files() == []


async def test_a_csv_is_given_back_as_a_csv(wallet: Wallet) -> None:
    path = (await wallet.send(CSV, content_type="text/csv")).headers["location"]
    await wallet.scans.scan_some()

    assert (await wallet.desk.get(DESK, f"{path}/content")).headers["content-type"] == "text/csv; charset=utf-8"


async def test_text_is_given_to_be_saved_under_a_name_of_ours_and_runs_nowhere(wallet: Wallet) -> None:
    path = (await wallet.send(b"start calc.exe\r\n", content_type="text/html")).headers["location"]
    await wallet.scans.scan_some()

    headers = (await wallet.desk.get(DESK, f"{path}/content")).headers

    assert headers["content-type"] == "text/plain; charset=utf-8"
    assert headers["content-disposition"].startswith('attachment; filename="')
    assert headers["content-disposition"].endswith('.txt"')
    assert headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert headers["x-content-type-options"] == "nosniff"
