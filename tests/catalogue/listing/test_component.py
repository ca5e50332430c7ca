"""The catalogue on a real database: what is told, what is awaited, what the public can ask for."""

from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path

import msgspec
import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, NullPool

from services.catalogue.listing.rows import LISTING as LISTINGS
from services.catalogue.main import SERVICE
from shared.contracts.vocabulary import DossierId, ListingId, SuspensionScope, Typology
from shared.delivery.shell.messages import Parked, Performed
from shared.persistence.connecting import engine_of
from tests.builders import some_id
from tests.catalogue.listing.events import (
    DOSSIER,
    LISTING,
    OTHER_CASE,
    PROGRAMME,
    a_service,
    after,
    granted,
    lifted,
    ordered,
)
from tests.conftest import ServiceDatabase
from tests.pages.hosting import Site, hosted

WHERE = f"/listings/{LISTING}"


def named(name: str, **differently: object) -> object:
    """Another listing, of a service of that name."""
    service = a_service(**{"name": name, **differently})
    return granted(listing=ListingId(some_id(name)), dossier=DossierId(some_id(f"dossier {name}")), service=service)


async def test_a_listing_lives_from_grant_to_expiry(site: Site) -> None:
    await site.hear(granted())
    site.on("2026-06-10")
    await site.hear(ordered("2026-06-10"))
    site.on("2026-07-01")
    await site.hear(lifted("2026-07-01"))
    site.on("2027-03-10", hour=0)
    await site.time_passes()

    acts = await site.found("SELECT act, rule, state, events FROM journal ORDER BY id")
    sent = await site.found("SELECT topic, convert_from(value, 'UTF8')::jsonb->>'state' FROM outbox ORDER BY id")

    assert acts == [
        ("publish_listing", "C-01", "published", "ListingPublished"),
        ("suspend_listing", "C-02", "suspended", "ListingSuspended"),
        ("reinstate_listing", "C-03", "published", "ListingReinstated"),
        ("remind_renewal", "C-05", "published", ""),
        ("expire_listing", "C-04", "expired", "ListingExpired"),
    ]
    assert [state for topic, state in sent if topic == "referencement.listings.v1"] == [
        "published", "suspended", "published", "expired",
    ]  # fmt: skip
    assert await site.found("SELECT * FROM deadlines") == []


async def test_the_publisher_is_reminded_four_times_in_the_year(site: Site) -> None:
    await site.hear(granted())
    for day in ("2026-11-10", "2027-01-09", "2027-02-08", "2027-03-03"):
        site.on(day, hour=0)
        await site.time_passes()

    query = "SELECT convert_from(value, 'UTF8')::jsonb->>'days_left' FROM outbox WHERE value LIKE '%days_left%'"
    assert await site.found(query) == [("120",), ("60",), ("30",), ("7",)]
    assert await site.found("SELECT kind, due_at::text FROM deadlines") == [
        ("expire_listing", "2027-03-09 23:00:00+00")
    ]


async def test_a_grant_and_a_suspension_in_one_batch_may_come_in_either_order(site: Site) -> None:
    outcomes = await site.hear(ordered("2026-06-01"), granted())

    assert [type(outcome) for outcome in outcomes] == [Performed, Performed]
    assert (await site.get(WHERE)).json()["state"] == "suspended"


async def test_events_for_an_expired_listing_are_performed_never_parked(site: Site) -> None:
    await site.hear(granted())
    site.on("2027-03-12")
    await site.time_passes()

    order = replace(ordered("2027-03-11"), ends_on=date(2027, 6, 9))
    outcomes = await site.hear(order, lifted("2027-03-12"), lifted("2027-03-12", OTHER_CASE), granted())

    assert [type(outcome) for outcome in outcomes] == [Performed] * 4
    assert (await site.get(WHERE)).json()["state"] == "expired"


async def test_a_grant_under_a_programme_nobody_knows_is_parked(site: Site) -> None:
    assert await site.hear(granted(programme="9.9.9")) == [Parked("unknown_programme")]


async def test_the_state_comes_back_from_the_database_as_it_was(site: Site) -> None:
    await site.hear(granted(), ordered("2026-06-01"))

    ((body,),) = await site.found("SELECT body::text FROM listings")

    assert LISTINGS.decode(body) == after((granted(), "2026-06-01"), (ordered("2026-06-01"), "2026-06-01"))


async def test_anyone_reads_a_listing(site: Site) -> None:
    await site.hear(granted())

    answer = await site.get(WHERE)

    assert answer.headers["etag"] == '"1"'
    assert answer.json() == {
        "listing": LISTING,
        "dossier": DOSSIER,
        "state": "published",
        "service": {
            "name": "Carnet de tension",
            "publisher": "Exemple Santé SAS",
            "organisation": "org-1",
            "category": "condition_follow_up",
            "forms": ["mobile_application"],
            "typology": "without_exchange",
            "track": None,
            "url": None,
            "description": None,
            "synthetic": False,
        },
        "decided_on": "2026-03-10",
        "ends_on": "2027-03-10",
        "programme": PROGRAMME,
        "suspension_scope": None,
        "suspended_on": None,
        "version": 1,
    }


async def test_a_suspended_listing_says_since_when_and_leaves_the_search(site: Site) -> None:
    await site.hear(granted(), ordered("2026-05-30", scope=SuspensionScope.EXCHANGE))

    one, all_ = (await site.get(WHERE)).json(), (await site.get("/listings")).json()

    assert (one["state"], one["suspension_scope"], one["suspended_on"]) == ("suspended", "exchange", "2026-05-30")
    assert all_["total"] == 0


async def test_from_its_anniversary_nobody_sees_a_listing_as_published_even_if_its_timer_is_late(site: Site) -> None:
    await site.hear(granted())
    site.on("2027-03-09", hour=23)
    before = [(await site.get(WHERE)).json()["state"], (await site.get("/listings")).json()["total"]]
    site.on("2027-03-10", hour=0)

    assert before == ["published", 1]
    assert (await site.get(WHERE)).json()["state"] == "expired"
    assert (await site.get("/listings")).json() == {
        "listings": [], "total": 0, "by_category": {}, "page": 1, "next": None,
    }  # fmt: skip


@pytest.mark.parametrize("path", [WHERE, "/listings/not-an-id"])
async def test_what_is_not_public_is_not_found(site: Site, path: str) -> None:
    await site.hear(granted(convention_signed=False))

    answer = await site.get(path)

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Carnet de tension", "Éclat", "Œil clair", "Souffle"]),
        ("q=oeil", ["Œil clair"]),
        ("q=ECLAT", ["Éclat"]),
        ("q=sante carnet", ["Carnet de tension"]),
        ("q=respirer", ["Souffle"]),
        ("q=carnet souffle", []),
        ("q=%25", []),
        ("q=_", []),
        ("q=%00", ["Carnet de tension", "Éclat", "Œil clair", "Souffle"]),
        ("category=prevention_wellbeing", ["Éclat", "Œil clair"]),
        ("typology=with_exchange", ["Souffle"]),
        ("category=prevention_wellbeing&typology=with_exchange", []),
        ("limit=2", ["Carnet de tension", "Éclat"]),
        ("limit=2&page=2", ["Œil clair", "Souffle"]),
        ("page=7", []),
    ],
)
async def test_search_takes_words_without_accents_categories_and_pages(
    site: Site, query: str, names: list[str]
) -> None:
    exchange = granted(
        listing=ListingId(some_id("Souffle")),
        service=a_service(name="Souffle", description="Mieux respirer.", typology=Typology.WITH_EXCHANGE),
        tests="passed",
    )
    well = {"category": "prevention_wellbeing", "publisher": "Optique"}
    await site.hear(granted(), exchange, named("Éclat", **well), named("Œil clair", **well))

    found = (await site.get(f"/listings?{query}")).json()

    assert [one["service"]["name"] for one in found["listings"]] == names


async def test_a_page_of_results_counts_all_of_them_and_names_the_next(site: Site) -> None:
    await site.hear(*(named(f"Service {number}") for number in range(5)), named("Autre", category="access_to_care"))

    first = (await site.get("/listings?category=condition_follow_up&limit=2")).json()
    found = (await site.get(f"/listings?category=condition_follow_up&limit=2&after={first['next']}")).json()
    last = (await site.get(f"/listings?category=condition_follow_up&limit=2&after={found['next']}")).json()

    assert [one["service"]["name"] for one in found["listings"]] == ["Service 2", "Service 3"]
    assert (found["total"], found["next"]) == (5, found["listings"][-1]["listing"])
    assert found["by_category"] == {"condition_follow_up": 5, "access_to_care": 1}
    full = (await site.get("/listings?category=condition_follow_up&limit=5")).json()

    assert (len(last["listings"]), last["next"]) == (1, None)
    assert (len(full["listings"]), full["next"]) == (5, None)


async def test_a_harvest_page_by_page_skips_none_while_listings_end_behind_and_before_it(site: Site) -> None:
    names = [f"Service {number}" for number in range(6)]
    await site.hear(*(named(name) for name in names))
    harvested: list[str] = []
    place: str | None = ""
    while place is not None:
        page = (await site.get(f"/listings?limit=2{place and f'&after={place}'}")).json()
        harvested += [one["service"]["name"] for one in page["listings"]]
        place = page["next"]
        ended = some_id("Service 1" if len(harvested) == 2 else "Service 3")  # the last one read, both times
        await site.shell.pool.execute("UPDATE listings SET state = 'expired' WHERE id = $1", ended)

    assert harvested == names


async def test_a_place_that_no_list_ever_named_is_told_and_not_taken_for_the_end(site: Site) -> None:
    await site.hear(named("Service 1"))

    answer = await site.get(f"/listings?after={some_id('elsewhere')}")

    assert (answer.status_code, answer.json()["code"]) == (422, "cursor_unknown")


SAID_OTHERWISE = [
    "cooperatif", "coope\u0301ratif", "COOP\u00c9RATIF", "co\u00adopératif", "l'oeuvre", "l’Œuvre", "lʼœuvre",
    "e-santé", "e\u2011sante", "sante 24", "٢٤", "strasse", "ﬁn",
]  # fmt: skip


@pytest.mark.parametrize("asked", SAID_OTHERWISE)
async def test_both_sides_of_a_search_are_folded_alike(site: Site, asked: str) -> None:
    words = "Co\u00adopératif, l’œuvre, e\u2010santé 24, Straße, la fin"
    await site.hear(named("Carnet", description=words), named("Autre"))

    found = (await site.client.get("/listings", params={"q": asked})).json()

    assert [one["service"]["name"] for one in found["listings"]] == ["Carnet"]


async def test_the_migration_folds_the_search_columns_of_old_rows_again(
    service_database: ServiceDatabase, tmp_path: Path
) -> None:
    dsn = await service_database("catalogue")
    async with hosted(SERVICE, dsn, tmp_path) as site:
        await site.hear(named("Co\u00adopératif"), named("Autre"), ordered("2026-06-01"))
        await site.shell.pool.execute("UPDATE listings SET sorting = 'co\u00adop', search = 'co\u00adop'")
        engine = engine_of(dsn, poolclass=NullPool)
        async with engine.begin() as conn:
            await conn.run_sync(folded_again)
        await engine.dispose()

        found = (await site.get("/listings?q=cooperatif")).json()["listings"]
        columns = await site.found("SELECT sorting FROM listings WHERE sorting <> 'co\u00adop' ORDER BY 1")

    assert [one["service"]["name"] for one in found] == ["Co\u00adopératif"]
    assert columns == [("autre",), ("cooperatif",)]


def folded_again(conn: Connection) -> None:
    with Operations.context(MigrationContext.configure(conn)):
        import_module("services.catalogue.migrations.versions.0009_search_again").upgrade()


def test_a_listing_without_grant_is_stored_too() -> None:
    waiting = after((ordered("2026-06-01"), "2026-06-01"))

    assert msgspec.convert(msgspec.to_builtins(waiting), type(waiting)) == waiting
    assert (waiting.ends_on, waiting.search, waiting.programme) == (None, None, None)
    assert waiting.suspended_on == date(2026, 6, 1)
