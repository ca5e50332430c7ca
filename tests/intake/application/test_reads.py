"""Whoever sees what a publisher filed, or a document, is in the journal of reads: over the API, on pages, by a link."""

from pathlib import Path

import pytest

from shared.identity.actor import Actor
from tests.builders import AUDITOR, DESK, EVALUATOR, HOLDER, OTHER_PUBLISHER, PUBLISHER
from tests.http.hosting import Desk
from tests.intake.application.test_line import drafted
from tests.intake.wallet.client import Wallet

READS = "SELECT what, channel, actor, organisation, dossier::text, subjects::text[] FROM reads ORDER BY id"


@pytest.fixture
def wallet(desk: Desk, tmp_path: Path) -> Wallet:
    return Wallet(desk, tmp_path / "documents")


async def reads(desk: Desk) -> list[tuple[object, ...]]:
    return [tuple(row) for row in await desk.pool.fetch(READS)]


@pytest.mark.parametrize(
    ("path", "what", "channel"),
    [
        ("/content", "document_content", "api"),
        ("/telechargement", "document_content", "page"),
        ("", "document", "api"),
    ],
)
async def test_who_sees_a_document_is_journaled(wallet: Wallet, path: str, what: str, channel: str) -> None:
    document = await wallet.clean()
    id_ = document.rpartition("/")[2]

    for who in (PUBLISHER, EVALUATOR):
        assert (await wallet.desk.get(who, document + path)).status_code == 200

    assert await reads(wallet.desk) == [
        (what, channel, PUBLISHER.id, PUBLISHER.organisation, None, [id_]),
        (what, channel, EVALUATOR.id, None, None, [id_]),
    ]


@pytest.mark.parametrize(("path", "channel"), [("/documents", "api"), ("/porte-documents", "page")])
async def test_a_list_is_a_read_of_each_document_that_it_shows(wallet: Wallet, path: str, channel: str) -> None:
    ids = sorted([(await wallet.clean()).rpartition("/")[2] for _ in range(2)])

    await wallet.desk.get(PUBLISHER, path)

    [(what, how, _, _, _, seen)] = await reads(wallet.desk)
    assert (what, how, sorted(map(str, seen))) == ("documents", channel, ids)  # type: ignore[call-overload]  # a list


async def test_a_document_that_is_not_given_out_was_not_seen(wallet: Wallet) -> None:
    quarantined = await wallet.sent()

    answers = [
        await wallet.desk.get(PUBLISHER, f"{quarantined}/content"),
        await wallet.desk.get(OTHER_PUBLISHER, quarantined),
        await wallet.desk.get(HOLDER, quarantined),
        await wallet.desk.get(None, quarantined),
    ]

    assert [one.status_code for one in answers] == [409, 404, 403, 401]
    assert await reads(wallet.desk) == []


@pytest.mark.parametrize(
    ("path", "what", "who"),
    [
        ("", "dossier", DESK),
        ("", "dossier", PUBLISHER),
        ("/answers.csv", "answers_file", AUDITOR),
        ("/questionnaires", "questionnaires", EVALUATOR),
        ("/blockers", "blockers", DESK),
        ("/rebase", "rebase", DESK),
        ("/timeline", "timeline", DESK),
    ],
)
async def test_who_sees_what_was_filed_is_journaled(desk: Desk, path: str, what: str, who: Actor) -> None:
    dossier = (await drafted(desk)).rpartition("/")[2]

    assert (await desk.get(who, f"/dossiers/{dossier}{path}")).status_code == 200
    refused = await desk.get(OTHER_PUBLISHER, f"/dossiers/{dossier}{path}")

    assert refused.status_code == 403
    assert await reads(desk) == [(what, "api", who.id, who.organisation, dossier, [dossier])]


async def test_pages_and_links_count_too(desk: Desk) -> None:
    dossier = (await drafted(desk)).rpartition("/")[2]
    link = (await desk.get(PUBLISHER, f"/dossiers/{dossier}")).json()["follow_up_url"]

    for path in (f"/dossiers/{dossier}/remplir", f"/dossiers/{dossier}/remplir/reponses.csv"):
        assert (await desk.get(PUBLISHER, path)).status_code == 200
    assert (await desk.client.get(link)).status_code == 200
    assert (await desk.client.get(link[:-1])).status_code == 404

    assert [one[:3] for one in await reads(desk)] == [
        ("dossier", "api", PUBLISHER.id),
        ("filling_page", "page", PUBLISHER.id),
        ("answers_file", "page", PUBLISHER.id),
        ("follow_up_page", "link", "link"),
    ]


async def test_nothing_is_shown_that_cannot_be_journaled(wallet: Wallet) -> None:
    document, dossier = await wallet.clean(), (await drafted(wallet.desk)).rpartition("/")[2]
    paths = [document, f"{document}/content", "/documents", f"/dossiers/{dossier}", f"/dossiers/{dossier}/answers.csv",
             "/porte-documents", f"{document}/telechargement", f"/dossiers/{dossier}/remplir"]  # fmt: skip
    await wallet.desk.pool.execute("ALTER TABLE reads RENAME TO reads_elsewhere")
    try:
        answers = [await wallet.desk.get(PUBLISHER, path) for path in paths]
    finally:
        await wallet.desk.pool.execute("ALTER TABLE reads_elsewhere RENAME TO reads")

    assert [(one.status_code, one.headers["retry-after"]) for one in answers] == [(503, "2")] * len(paths)
