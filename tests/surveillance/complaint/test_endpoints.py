"""Complaints on a real database: filed through the watch of their listing, their words for two pairs of eyes."""

import pytest

from shared.delivery.shell.messages import Performed, Skipped
from shared.identity.actor import Actor, Role
from tests.builders import AUDITOR, DELEGATE, DESK, HOLDER, PUBLISHER, some_id
from tests.surveillance.hosting import Site
from tests.surveillance.scenario import DOSSIER, LISTING, WORDS, published, suspended

OTHER_HOLDER = Actor("hol-2", frozenset({Role.HOLDER}))
COMPLAINT = {"listing": LISTING, "category": "PERSONAL_DATA", "text": WORDS}


async def complained(site: Site) -> str:
    """A complaint about a published listing."""
    await site.hear(published())
    return await site.performed(HOLDER, "/complaints", COMPLAINT)


async def escalated(site: Site) -> str:
    """A complaint that went all the way."""
    complaint = await complained(site)
    await site.performed(DESK, f"/complaints/{complaint}/acknowledgement")
    await site.performed(DESK, f"/complaints/{complaint}/triage", {"severity": "major"})
    await site.performed(DESK, f"/complaints/{complaint}/escalation")
    return complaint


async def test_a_complaint_finds_the_dossier_and_the_publisher_of_its_listing(site: Site) -> None:
    complaint = await complained(site)

    _, shown = await site.get(DESK, f"/complaints/{complaint}")

    assert (shown["dossier"], shown["organisation"], shown["state"]) == (DOSSIER, "org-1", "received")
    assert shown["allowed"] == ["acknowledge_complaint"]


async def test_a_listing_may_be_named_in_capitals(site: Site) -> None:
    await site.hear(published())

    complaint = await site.performed(HOLDER, "/complaints", {**COMPLAINT, "listing": LISTING.upper()})

    assert (await site.get(HOLDER, f"/complaints/{complaint}"))[1]["listing"] == LISTING


async def test_nobody_complains_about_what_was_never_listed(site: Site) -> None:
    await site.hear(published())

    status, problem = await site.post(HOLDER, "/complaints", {**COMPLAINT, "listing": some_id("another listing")})

    assert (status, problem["code"]) == (404, "not_found")


@pytest.mark.parametrize("field", ["dossier", "organisation", "asked"])
async def test_what_the_service_looks_up_cannot_be_sent(site: Site, field: str) -> None:
    await site.hear(published())

    status, problem = await site.post(HOLDER, "/complaints", {**COMPLAINT, field: some_id("x")})

    assert (status, problem["faults"][0]["path"]) == (422, field)


async def test_the_desk_and_the_author_read_the_words(site: Site) -> None:
    complaint = await complained(site)

    for who in (DESK, HOLDER):
        _, shown = await site.get(who, f"/complaints/{complaint}")
        assert (shown["text"], shown["complainant"]) == (WORDS, "hol-1")


@pytest.mark.parametrize("who", [AUDITOR, DELEGATE])
async def test_others_of_the_authority_see_the_complaint_without_words_or_author(site: Site, who: Actor) -> None:
    complaint = await complained(site)

    status, shown = await site.get(who, f"/complaints/{complaint}")

    assert (status, shown["category"]) == (200, "PERSONAL_DATA")
    assert (shown["text"], shown["complainant"]) == (None, None)


async def test_another_holder_and_the_publisher_see_nothing(site: Site) -> None:
    complaint = await complained(site)

    assert (await site.get(OTHER_HOLDER, f"/complaints/{complaint}"))[0] == 404
    assert (await site.get(PUBLISHER, f"/complaints/{complaint}"))[0] == 403
    assert (await site.get(OTHER_HOLDER, "/complaints"))[1]["complaints"] == []
    assert (await site.get(PUBLISHER, "/complaints"))[0] == 403


async def test_lists_are_without_words_and_in_pages(site: Site) -> None:
    first = await complained(site)
    second = await site.performed(OTHER_HOLDER, "/complaints", COMPLAINT)

    _, page = await site.get(DESK, f"/complaints?listing={LISTING}&limit=1")
    _, last = await site.get(DESK, f"/complaints?state=received&after={page['next']}")

    assert [one["id"] for one in page["complaints"] + last["complaints"]] == sorted([first, second])
    assert sorted(page["complaints"][0]) == ["category", "id", "listing", "severity", "state", "version"]
    assert [one["id"] for one in (await site.get(HOLDER, "/complaints"))[1]["complaints"]] == [first]
    assert (await site.get(DESK, f"/complaints?listing={some_id('another listing')}"))[1]["complaints"] == []
    assert (await site.get(DESK, "/complaints?state=triaged"))[1]["complaints"] == []


async def test_nothing_that_goes_out_has_the_words_or_the_author(site: Site) -> None:
    await escalated(site)

    records = await site.relayed()

    assert [one.topic for one in records] == ["referencement.surveillance.v1"] * 4
    for one in records:
        on_the_wire = repr(one).encode() + (one.value or b"")
        assert WORDS.encode() not in on_the_wire
        assert b"carte" not in on_the_wire
        assert b"hol-1" not in on_the_wire


async def test_both_clocks_run_on_and_are_told_when_missed(site: Site) -> None:
    complaint = await complained(site)

    site.on("2026-06-03")
    await site.time_passes()
    assert await site.told() == ["ComplaintReceived"]
    site.on("2026-06-04")
    await site.time_passes()
    assert await site.told() == ["ComplaintReceived", "ComplaintDeadlineMissed"]
    await site.performed(DESK, f"/complaints/{complaint}/acknowledgement")
    await site.performed(DESK, f"/complaints/{complaint}/triage", {"severity": "minor"})
    site.on("2026-07-01")
    await site.time_passes()

    assert (await site.told())[2:] == ["ComplaintAcknowledged", "ComplaintTriaged"]
    assert await site.found("SELECT kind FROM deadlines") == []


async def test_an_escalated_complaint_comes_back_over_the_topic_and_opens_one_case(site: Site) -> None:
    await escalated(site)
    event = (await site.relayed())[-1]

    first, again = await site.arrive(event), await site.arrive(event)

    assert [type(one) for one in first + again] == [Performed, Skipped]
    assert await site.found("SELECT state, dossier::text, listing::text, organisation FROM cases") == [
        ("opened", DOSSIER, LISTING, "org-1")
    ]


async def test_a_complaint_may_be_about_a_listing_whose_publication_was_not_heard_of(site: Site) -> None:
    await site.hear(suspended())

    complaint = await site.performed(HOLDER, "/complaints", COMPLAINT)

    assert (await site.get(DESK, f"/complaints/{complaint}"))[1]["organisation"] is None
