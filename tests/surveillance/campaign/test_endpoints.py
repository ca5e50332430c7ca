"""Sampling on a real database: the population is read from watches, complaints and earlier draws."""

from dataclasses import replace
from hashlib import sha256
from typing import Any

from shared.contracts.catalogue.listing import ListingExpired, ListingPublished, ListingReinstated, ListingSuspended
from shared.contracts.vocabulary import ListingId, Typology
from tests.builders import AUDITOR, DELEGATE, DESK, HOLDER, some_id
from tests.surveillance.hosting import Site
from tests.surveillance.scenario import expired, published, reinstated, suspended

SEED = {"seed": "tirage-2026-09-12"}


def listing(number: int) -> ListingId:
    return ListingId(f"0a1b6a5e-0001-4000-8000-00000000000{number}")


def listed(number: int, typology: Typology = Typology.WITH_EXCHANGE) -> ListingPublished:
    return replace(published(typology=typology), listing=listing(number))


async def planned(site: Site) -> tuple[str, dict[str, str]]:
    """A campaign, and the stratum of each listing of its population by the listing's last digit."""
    campaign = await site.performed(AUDITOR, "/campaigns")
    _, shown = await site.get(AUDITOR, f"/campaigns/{campaign}")
    population: Any = shown["population"]
    return campaign, {one["listing"][-1]: one["stratum"] for one in population}


async def complain(site: Site, number: int, times: int) -> list[str]:
    body = {"listing": listing(number), "category": "OTHER", "text": "Encore en panne."}
    return [await site.performed(HOLDER, "/complaints", body) for _ in range(times)]


async def test_the_population_is_every_published_listing_with_a_typology(site: Site) -> None:
    ended: ListingExpired = replace(expired(), listing=listing(2))
    held: ListingSuspended = replace(suspended(), listing=listing(3))
    unheard_of: ListingReinstated = replace(reinstated(), listing=listing(5))
    await site.hear(listed(1), listed(2), ended, listed(3), held, listed(4, Typology.WITHOUT_EXCHANGE), unheard_of)

    _, strata = await planned(site)

    assert strata == {"1": "with_exchange", "4": "without_exchange"}


async def test_complaints_count_unless_they_were_dismissed(site: Site) -> None:
    await site.hear(listed(1), listed(2))
    await complain(site, 1, 3)
    dismissed, *_ = await complain(site, 2, 3)
    await site.performed(DESK, f"/complaints/{dismissed}/acknowledgement")
    await site.performed(DESK, f"/complaints/{dismissed}/triage", {"severity": "minor"})
    await site.performed(DESK, f"/complaints/{dismissed}/dismissal", {"ground": "unfounded"})

    _, strata = await planned(site)

    assert strata == {"1": "complained_about", "2": "with_exchange"}


async def test_a_listing_drawn_lately_is_no_longer_long_unchecked(site: Site) -> None:
    await site.hear(listed(1), listed(2), listed(3))
    campaign, _ = await planned(site)
    site.on("2026-09-12")
    await site.performed(AUDITOR, f"/campaigns/{campaign}/draw", SEED)

    site.on("2028-10-12")

    assert (await planned(site))[1] == {"1": "with_exchange", "2": "with_exchange", "3": "long_unchecked"}


async def test_the_population_is_frozen_when_the_campaign_is_planned(site: Site) -> None:
    await site.hear(listed(1))
    campaign, _ = await planned(site)
    await site.hear(listed(2))

    await site.performed(AUDITOR, f"/campaigns/{campaign}/draw", SEED)

    _, shown = await site.get(DELEGATE, f"/campaigns/{campaign}")
    assert (shown["state"], shown["drawn"], shown["drawn_on"]) == ("drawn", [listing(1)], "2026-06-01")
    assert await site.told() == ["SamplingCampaignPlanned", "SampleDrawn"]


async def test_the_text_of_the_population_has_the_hash_that_was_published(site: Site) -> None:
    await site.hear(*(listed(n) for n in (3, 1, 2)), *(listed(n, Typology.WITHOUT_EXCHANGE) for n in range(4, 10)))
    campaign, _ = await planned(site)

    text = await site.text(AUDITOR, f"/campaigns/{campaign}/population")

    published_hash = (await site.get(AUDITOR, f"/campaigns/{campaign}"))[1]["population_hash"]
    assert published_hash == "8f7a6d95ae7f82f1fbbd33dd482344b7a917167482d71a8ffb4bbc47e83bb4a5"
    assert sha256(text.encode()).hexdigest() == published_hash


async def test_no_campaign_without_listings_and_none_unknown(site: Site) -> None:
    status, problem = await site.post(AUDITOR, "/campaigns")
    missing, _ = await site.get(AUDITOR, f"/campaigns/{some_id('campaign')}")

    assert (status, problem["code"], missing) == (409, "population_empty", 404)


async def test_campaigns_and_watches_are_listed(site: Site) -> None:
    await site.hear(listed(1))
    campaign, _ = await planned(site)

    _, campaigns = await site.get(DESK, "/campaigns")
    _, watches = await site.get(DESK, "/watches?state=published")

    assert campaigns == {
        "campaigns": [{"id": campaign, "state": "planned", "version": 1, "planned_on": "2026-06-01", "drawn_on": None}],
        "next": None,
    }
    (watch,) = watches["watches"]
    assert (watch["listing"], watch["service_name"], watch["ends_on"]) == (
        listing(1),
        "Carnet de tension",
        "2027-03-10",
    )
    assert (await site.get(DESK, f"/watches/{watch['id']}"))[1]["service"]["publisher"] == "Exemple Santé SAS"
