"""The follow-up of a dossier: who may read it, what it tells, what it never tells."""

from datetime import date

import pytest
from pydantic import SecretStr

from services.intake.follow_up.domain.state import FollowUp
from services.intake.follow_up.link_keys import key_of, number_of
from services.intake.follow_up.pages.words import WORDS
from services.intake.follow_up.subscriptions import FOLLOWED
from services.intake.follow_up.timeline import standing
from shared.contracts.catalogue.listing import ListingPublished, ListingSuspended
from shared.contracts.decision.decision_file import ConventionEnteredIntoForce
from shared.contracts.evaluation.evaluation import EvaluationStarted
from shared.contracts.registry import WIRES
from shared.contracts.vocabulary import CaseId, DossierId, ListingId, SuspensionScope
from shared.identity.actor import Actor
from tests.builders import DESK, HOLDER, OTHER_PUBLISHER, PUBLISHER, some_id
from tests.catalogue.listing.events import a_service
from tests.pages.hosting import SECRET, Site
from tests.pages.reading import Page, assert_accessible

PRIOR_REQUEST = {
    "name": "Carnet <de> tension",
    "publisher": "Exemple Santé SAS",
    "category": "condition_follow_up",
    "forms": ["mobile_application"],
    "typology": "without_exchange",
    "usable_by_end_users": True,
}


async def a_dossier(site: Site, *acts: tuple[str, object]) -> str:
    """A dossier filed on 1 June 2026 and, by the desk or its publisher, brought further."""
    dossier: str = (await site.post("/dossiers", PUBLISHER, PRIOR_REQUEST))["id"]
    for path, body in acts:
        who = PUBLISHER if path in ("submission", "withdrawal", "completion") else DESK
        await site.post(f"/dossiers/{dossier}/{path}", who, body)
    return dossier


FILED: tuple[tuple[str, object], ...] = (("validation", {}), ("submission", {"facts": {}, "answers": {}}))
ADMIT = "UPDATE applications SET state = 'admissible', body = jsonb_set(body, '{state}', '\"admissible\"')"
INCOMPLETE = (*FILED, ("completion-request", {"items": ["SEC-07", "a_piece"]}))


async def follow(site: Site, dossier: str, language: str = "fr") -> Page:
    url = (await site.get(f"/dossiers/{dossier}", PUBLISHER)).json()["follow_up_url"]
    answer = await site.get(f"{url}&lang={language}")
    assert answer.status_code == 200, answer.text
    page = Page(answer.text)
    assert_accessible(page)
    return page


async def test_the_publisher_gets_the_link_and_nobody_else_does(intake: Site) -> None:
    dossier = await a_dossier(intake)

    own = (await intake.get(f"/dossiers/{dossier}", PUBLISHER)).json()
    desk = (await intake.get(f"/dossiers/{dossier}", DESK)).json()

    assert own["follow_up_url"].startswith(f"/dossiers/{dossier}/suivi?key=")
    assert "follow_up_url" not in desk


async def test_the_page_tells_the_steps_in_order_and_where_the_dossier_stands(intake: Site) -> None:
    dossier = await a_dossier(intake, *FILED)

    page = await follow(intake, dossier)

    assert page.one("h1").text == "Suivi de votre dossier"
    assert "Carnet <de> tension, par Exemple Santé SAS" in page.text
    assert "Où en est le dossier Dossier déposé, recevabilité en cours d’examen" in page.text
    assert (
        "Étapes Demande préalable déposée 1er juin 2026 à 10 h 00 "
        "Demande préalable validée par le guichet 1er juin 2026 à 10 h 00 "
        "Dossier de référencement déposé 1er juin 2026 à 10 h 00"
    ) in page.text


async def test_open_deadlines_explain_themselves(intake: Site) -> None:
    dossier = await a_dossier(intake, *FILED)

    page = await follow(intake, dossier, "en")

    assert "Review of admissibility by the desk, until and including 22 June 2026" in page.text
    assert "nothing is decided automatically" in page.text
    assert "Starting point: 1 June 2026 Length set by the programme: 15 working days" in page.text


async def test_an_incomplete_dossier_names_what_is_awaited_until_when_and_what_follows(intake: Site) -> None:
    dossier = await a_dossier(intake, *INCOMPLETE)

    page = await follow(intake, dossier)

    assert "Dossier incomplet : à vous de le compléter" in page.text
    assert "À envoyer jusqu’au 1er juillet 2026 inclus." in page.text
    assert "SEC-07 Délai maximal de correction d’une faille critique a_piece" in page.text
    assert "Pour compléter le dossier, délai de grâce compris, jusqu’au 16 juillet 2026 inclus" in page.text
    assert "Prochain rappel des pièces attendues, le 24 juin 2026" in page.text


async def test_a_closed_dossier_awaits_nothing(intake: Site) -> None:
    dossier = await a_dossier(intake, *FILED, ("withdrawal", {}))

    page = await follow(intake, dossier)

    assert "Dossier retiré par l’éditeur" in page.text
    assert "Aucun délai ne court en ce moment." in page.text


async def test_what_other_services_tell_joins_the_story(intake: Site) -> None:
    dossier = DossierId(await a_dossier(intake, *FILED))
    await intake.shell.pool.execute(ADMIT)
    intake.on("2026-07-02", hour=9)
    await intake.hear(EvaluationStarted(dossier=dossier))
    intake.on("2026-09-01", hour=9)
    listing, case = ListingId(some_id("listing")), CaseId(some_id("case"))
    await intake.hear(
        ListingPublished(
            listing=listing,
            dossier=dossier,
            service=a_service(),
            published_on=date(2026, 9, 1),
            ends_on=date(2027, 9, 1),
        ),
        ListingSuspended(listing=listing, dossier=dossier, case=case, scope=SuspensionScope.BOTH),
        ConventionEnteredIntoForce(dossier=dossier),
    )

    page = await follow(intake, dossier)

    assert "Où en est le dossier Référencement suspendu" in page.text
    assert "Dossier de référencement déposé 1er juin 2026 à 10 h 00 Évaluation commencée 2 juillet 2026" in page.text
    assert "Service publié au catalogue 1er septembre 2026 à 09 h 00 Référencement suspendu" in page.text


async def test_no_person_is_named(intake: Site) -> None:
    dossier = await a_dossier(intake, *INCOMPLETE)

    page = await follow(intake, dossier)
    story = (await intake.get(f"/dossiers/{dossier}/timeline", DESK)).text

    for person in (PUBLISHER.id, DESK.id, "org-1"):
        assert person not in page.html
        assert person not in story


async def test_the_timeline_is_there_as_json_for_staff_and_for_its_publisher(intake: Site) -> None:
    dossier = await a_dossier(intake, *FILED)

    answers = [await intake.get(f"/dossiers/{dossier}/timeline", who) for who in (DESK, PUBLISHER)]

    assert answers[0].json() == answers[1].json()
    assert answers[0].json() == {
        "dossier": dossier,
        "state": "submitted",
        "standing": "",
        "steps": [
            {"at": "2026-06-01T08:00:00Z", "event": "PriorRequestSubmitted", "elsewhere": False},
            {"at": "2026-06-01T08:00:00Z", "event": "PriorRequestValidated", "elsewhere": False},
            {"at": "2026-06-01T08:00:00Z", "event": "ApplicationSubmitted", "elsewhere": False},
        ],
        "deadlines": [
            {
                "act": "escalate_admissibility",
                "due_on": "2026-06-22",
                "derivation": [
                    "admissibility",
                    "start 2026-06-01",
                    "rule 15 working_days",
                    "first_day_not_counted 2026-06-01",
                    "last_day 2026-06-22",
                ],
            }
        ],
    }


@pytest.mark.parametrize(
    ("who", "status", "code"), [(OTHER_PUBLISHER, 403, "not_your_dossier"), (HOLDER, 403, "role_required")]
)
async def test_the_timeline_is_closed_to_others(intake: Site, who: Actor, status: int, code: str) -> None:
    dossier = await a_dossier(intake)

    answer = await intake.get(f"/dossiers/{dossier}/timeline", who)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize("key", ["", "wrong", "%C3%A9", "%00", "A" * 43, "A" * 5000, "1.", "9999999.a", "%D9%A1.a"])
async def test_a_wrong_key_finds_nothing(intake: Site, key: str) -> None:
    dossier = await a_dossier(intake)

    answer = await intake.get(f"/dossiers/{dossier}/suivi?key={key}")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_a_key_opens_its_own_dossier_only(intake: Site) -> None:
    one, other = await a_dossier(intake), await a_dossier(intake)
    key = (await intake.get(f"/dossiers/{one}", PUBLISHER)).json()["follow_up_url"].split("key=")[1]

    answer = await intake.get(f"/dossiers/{other}/suivi?key={key}")

    assert answer.status_code == 404


async def test_nothing_on_the_way_keeps_the_page_and_its_address_is_not_passed_on(intake: Site) -> None:
    dossier = await a_dossier(intake)
    url = (await intake.get(f"/dossiers/{dossier}", PUBLISHER)).json()["follow_up_url"]

    headers = (await intake.get(url)).headers

    assert (headers["cache-control"], headers["referrer-policy"]) == ("private, no-store", "no-referrer")


async def test_changing_the_language_keeps_the_key(intake: Site) -> None:
    dossier = await a_dossier(intake)

    links = [link["href"] for link in (await follow(intake, dossier)).all("a") if link["hreflang"] == "en"]

    assert (await intake.get(links[0])).headers["content-language"] == "en"


def test_the_key_is_the_seal_of_the_dossier_under_the_secret() -> None:
    secret = SecretStr(SECRET)

    assert key_of("9dd70592-bff1-500a-a0e5-8e70ca720ef5", secret) == "nEkp6VHhy1U2KJa3nWMLTLXz3YhsgK2TUrvUA3oGwv8"
    assert number_of("nEkp6VHhy1U2KJa3nWMLTLXz3YhsgK2TUrvUA3oGwv8", "9dd70592-bff1-500a-a0e5-8e70ca720ef5", secret) == 0


@pytest.mark.parametrize(
    ("events", "stands"),
    [
        ([], ""),
        (["ConnectionTestsPassed"], ""),
        (["EvaluationStarted", "ConnectionTestsPassed"], "EvaluationStarted"),
        (["ListingGranted", "EvaluationReportIssued", "FavourableOpinionIssued"], "ListingGranted"),
        (["ListingPublished", "ListingGranted"], "ListingPublished"),
        (["ListingPublished", "ListingSuspended", "ListingReinstated"], "ListingReinstated"),
        (["ListingPublished", "ListingExpired", "ListingGranted", "RenewalReminded"], "ListingExpired"),
    ],
)
def test_a_dossier_stands_at_the_latest_stage_reached_whatever_was_heard_first(events: list[str], stands: str) -> None:
    assert standing(events) == stands


def test_every_event_and_every_stage_has_its_words() -> None:
    of_dossiers = [cls for cls in WIRES if "dossier" in cls.__annotations__]
    own = [cls.__name__ for cls in of_dossiers if cls.__module__.startswith("shared.contracts.intake.")]
    followed = [event.__name__ for event in FOLLOWED]

    assert [name for name in own + followed if f"event_{name}" not in WORDS] == []
    assert [name for name in followed if standing([name]) and f"stands_{name}" not in WORDS] == []


def test_a_follow_up_keeps_steps_and_no_person() -> None:
    assert sorted(FollowUp.__dataclass_fields__) == ["dossier", "id", "link", "programme", "state", "steps"]
