"""The link to a follow-up page (rule I-36): it ends by itself, or is replaced; its key is stored nowhere."""

from datetime import date

import pytest
from pydantic import SecretStr

from services.intake.follow_up.domain.life import TRANSITIONS as FOLLOW_UP
from services.intake.follow_up.domain.link import LinkRenewal, RenewFollowUpLink, is_open, renew_follow_up_link
from services.intake.follow_up.domain.state import FollowUp, Link, id_of
from services.intake.follow_up.link_keys import key_of, number_of
from shared.contracts.vocabulary import DossierId
from shared.identity.actor import Actor
from tests.builders import DESK, EVALUATOR, OTHER_PUBLISHER, PUBLISHER, at, perform, refusal, some_id, told
from tests.http.hosting import Desk, problem
from tests.intake.application.test_line import drafted

DOSSIER = DossierId(some_id("a dossier"))
NEW, OLD = SecretStr("new-secret-of-at-least-32-letters-a"), SecretStr("old-secret-of-at-least-32-letters-b")
FIRST, RENEWED = date(2026, 1, 10), Link(number=2, since=date(2026, 6, 1), before_until=date(2026, 6, 15))


def renewal(*, at_once: bool = False) -> LinkRenewal:
    asked = RenewFollowUpLink(at_once=at_once)
    return LinkRenewal(asked=asked, dossier=DOSSIER, organisation="org-1", overlap_days=14)


class TestI36:
    @pytest.mark.parametrize("who", [PUBLISHER, DESK])
    def test_a_link_is_renewed_and_the_one_before_goes_on_for_the_overlap(self, who: Actor) -> None:
        change = perform(FOLLOW_UP, renew_follow_up_link, None, renewal(), at("2026-06-01", who))

        link = Link(number=1, since=date(2026, 6, 1), before_until=date(2026, 6, 15))
        assert change.state == FollowUp(id=id_of(DOSSIER), dossier=DOSSIER, link=link)
        assert told(change) == []

    def test_at_once_the_link_before_ended_yesterday(self) -> None:
        known = FollowUp(id=id_of(DOSSIER), dossier=DOSSIER, link=RENEWED)

        change = perform(FOLLOW_UP, renew_follow_up_link, known, renewal(at_once=True), at("2026-06-03", DESK))

        assert change.state.link == Link(number=3, since=date(2026, 6, 3), before_until=date(2026, 6, 2))

    @pytest.mark.parametrize("known", [None, FollowUp(id=id_of(DOSSIER), dossier=DOSSIER, link=RENEWED)])
    def test_another_publisher_renews_nothing(self, known: FollowUp | None) -> None:
        moment = at("2026-06-01", OTHER_PUBLISHER)

        assert refusal(FOLLOW_UP, renew_follow_up_link, known, renewal(), moment) == "not_your_dossier"
        assert (
            refusal(FOLLOW_UP, renew_follow_up_link, known, renewal(), at("2026-06-01", EVALUATOR)) == "role_required"
        )


@pytest.mark.parametrize(
    ("number", "link", "day", "opens"),
    [
        (0, None, "2026-01-10", True),
        (0, None, "2028-01-10", True),
        (0, None, "2028-01-11", False),
        (1, None, "2026-01-10", False),
        (2, RENEWED, "2028-05-31", True),
        (2, RENEWED, "2028-06-01", False),
        (1, RENEWED, "2026-06-15", True),
        (1, RENEWED, "2026-06-16", False),
        (0, RENEWED, "2026-06-01", False),
        (3, RENEWED, "2026-06-01", False),
    ],
)
def test_a_link_opens_until_it_ends(number: int, link: Link | None, day: str, opens: bool) -> None:
    assert is_open(number, link, FIRST, date.fromisoformat(day), 730) is opens


@pytest.mark.parametrize(
    ("key", "number"),
    [
        (key_of(DOSSIER, NEW), 0),
        (key_of(DOSSIER, OLD), 0),
        (key_of(DOSSIER, NEW, 7), 7),
        (key_of(DOSSIER, OLD, 7), 7),
        (key_of(DOSSIER, NEW, 7).replace("7.", "8."), None),
        (key_of(DOSSIER, NEW, 7).removeprefix("7."), None),
        ("0." + key_of(DOSSIER, NEW), None),
        (key_of(DOSSIER, SecretStr("")), None),
        (key_of(some_id("another"), NEW, 7), None),
    ],
)
def test_a_key_is_of_one_dossier_and_one_link_under_either_secret(key: str, number: int | None) -> None:
    assert number_of(key, DOSSIER, NEW, OLD) == number
    assert number_of(key_of(DOSSIER, OLD), DOSSIER, NEW, SecretStr("")) is None


async def link_of(desk: Desk, path: str) -> str:
    return str((await desk.get(PUBLISHER, path)).json()["follow_up_url"])


async def test_a_renewed_link_replaces_the_one_before_after_the_overlap(desk: Desk) -> None:
    path = await drafted(desk)
    first = await link_of(desk, path)
    await desk.done(PUBLISHER, f"{path}/follow-up-link")
    second = await link_of(desk, path)

    assert [(await desk.client.get(link)).status_code for link in (first, second)] == [200, 200]
    desk.on("2026-03-16")
    assert (await desk.client.get(first)).status_code == 200
    desk.on("2026-03-17")
    assert problem(await desk.client.get(first)) == (410, "link_ended")
    assert (await desk.client.get(second)).status_code == 200


async def test_a_link_in_wrong_hands_is_ended_at_once(desk: Desk) -> None:
    path = await drafted(desk)
    first = await link_of(desk, path)

    answer = await desk.done(DESK, f"{path}/follow-up-link", {"at_once": True})

    assert (answer["state"], answer["version"]) == ("followed", 1)
    assert problem(await desk.client.get(first)) == (410, "link_ended")
    assert (await desk.client.get(await link_of(desk, path))).status_code == 200
    assert ("renew_follow_up_link", DESK.id, "performed") in await desk.journal()


async def test_a_link_ends_by_itself_and_people_are_told_what_to_do(desk: Desk) -> None:
    path = await drafted(desk)
    first = await link_of(desk, path)

    desk.on("2028-03-02")
    assert problem(await desk.client.get(first)) == (410, "link_ended")
    french = await desk.client.get(first, headers={"accept": "text/html", "accept-language": "fr"})
    english = await desk.client.get(first, headers={"accept": "text/html", "accept-language": "en"})

    assert (french.status_code, english.status_code) == (410, 410)
    assert "Demandez un nouveau lien à l" in french.text and "Ask the publisher of the dossier" in english.text
    assert "Carnet de tension" not in french.text + english.text


async def test_neither_another_publisher_nor_nobody_renews_a_link(desk: Desk) -> None:
    path = await drafted(desk)

    assert problem(await desk.post(OTHER_PUBLISHER, f"{path}/follow-up-link")) == (403, "not_your_dossier")
    assert problem(await desk.post(None, f"{path}/follow-up-link")) == (401, "token_refused")
    unknown = await desk.post(PUBLISHER, f"/dossiers/{some_id('unknown')}/follow-up-link")
    assert problem(unknown) == (404, "not_found")


async def test_no_key_is_stored(desk: Desk) -> None:
    path = await drafted(desk)
    await desk.done(PUBLISHER, f"{path}/follow-up-link")
    key = (await link_of(desk, path)).split("key=")[1].split(".")[1]
    await desk.client.get(await link_of(desk, path))

    for table in ("follow_ups", "applications", "journal", "reads", "outbox"):
        rows = await desk.pool.fetch(f"SELECT t::text AS row FROM {table} t")
        assert not any(key in row["row"] for row in rows)
