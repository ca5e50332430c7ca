"""Another programme, without touching a line: dossiers are listed under it, and under a version published since."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from deploy.demo.answering import answered
from deploy.demo.client import NotAccepted
from deploy.demo.dice import Dice
from deploy.demo.dossier import Answer, Content, Dossier, Outcome, Profile
from deploy.demo.driving import Drive
from deploy.demo.people import People
from deploy.local.line import Line
from shared.calendar.paris import paris_day
from shared.programme.document import ProgrammeDocument
from shared.programme.loading import load, load_file
from shared.programme.version import Programme
from tests.programme.documents import TELEMONITORING
from tests.yamls import parsed, written

pytestmark = pytest.mark.journey


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of it."""

    first: list[Outcome | None]
    second: list[Outcome | None]
    faults: list[str]
    listings: list[dict[str, Any]]
    refusal: NotAccepted
    versions: dict[str, Any]


def next_version(today: date, **changes: object) -> str:
    """The example with one version more, in force from today: the battery must last twice as long."""
    document = parsed(TELEMONITORING.read_text("utf-8"))
    document["programme"]["versions"].append(
        {"version": "2.0.0", "effective_from": str(today), "tracks": ["autonome", "raccorde"], "transition_months": 3}
    )
    document["criteria"][0]["overrides"] = {"2.0.0": {"threshold": {"op": "gte", "value": 14}, **changes}}
    return written(document)


def a_dossier(programme: Programme, typology: str, today: date) -> Dossier:
    profile = Profile(
        name=f"Suivi {typology} {programme.ref}", publisher="Exemple SAS", category="diabete",
        forms=["web_site"], typology=typology,
    )  # fmt: skip
    facts: dict[str, Answer] = {"mesure_automatique": True, "emet_des_alertes": True, "public": ["enfants"]}
    known = Content(facts={**facts, "mode": typology})
    content = answered(programme, known, today, Dice(f"{typology} {programme.ref}"))
    return Dossier(service=profile, facts=content.facts, answers=content.answers, evidence=content.evidence)


@pytest.fixture(scope="module")
def seen() -> Iterator[Seen]:
    settings = {"PROGRAMME_FILE": str(TELEMONITORING)}
    with Line(Path("build/test/another"), durable=False, settings=settings) as line:
        yield asyncio.run(_two_rounds(line))


async def _two_rounds(line: Line) -> Seen:
    today = paris_day(datetime.now(UTC))
    first = await _round(line, load_file(TELEMONITORING), today)
    async with first.reading() as people:
        published = next_version(today)
        await _publish(people, published, "first")
        refusal = await _refused(people, next_version(today, severity="minor"))
        await people.holder.sees("intake", "/programme", lambda told: told["in_force"] == "2.0.0")
    second = await _round(line, load(published.encode()), today)
    async with second.reading() as people:
        found = await people.holder.reads("catalogue", "/listings")
        versions = await people.holder.reads("intake", "/programme")
    journeys = [*first.journeys, *second.journeys]
    return Seen(
        [one.rested for one in first.journeys],
        [one.rested for one in second.journeys],
        [one.fault for one in journeys if one.fault],
        found["listings"],
        refusal,
        versions,
    )


async def _round(line: Line, document: ProgrammeDocument, today: date) -> Drive:
    programme = document.in_force_on(today)
    dossiers = [a_dossier(programme, typology, today) for typology in ("autonome", "raccorde")]
    drive = Drive(line, dossiers, programme, today, through_the_year=False)
    await drive.run()
    return drive


async def _publish(people: People, document: str, key: str) -> None:
    await people.delegate.does("intake", "/programme/publication", {"document": document}, key=f"publish-{key}")


async def _refused(people: People, document: str) -> NotAccepted:
    with pytest.raises(NotAccepted) as caught:
        await _publish(people, document, "changed")
    return caught.value


def test_dossiers_are_listed_under_a_programme_that_no_code_knows(seen: Seen) -> None:
    assert seen.faults == []
    assert seen.first == [Outcome.PUBLISHED, Outcome.PUBLISHED]


def test_a_version_published_at_run_time_judges_the_next_dossiers_in_every_service(seen: Seen) -> None:
    assert seen.second == [Outcome.PUBLISHED, Outcome.PUBLISHED]
    assert sorted((one["service"]["name"], one["programme"]) for one in seen.listings) == [
        ("Suivi autonome 1.0.0", "1.0.0"),
        ("Suivi autonome 2.0.0", "2.0.0"),
        ("Suivi raccorde 1.0.0", "1.0.0"),
        ("Suivi raccorde 2.0.0", "2.0.0"),
    ]


def test_a_listing_lasts_as_long_as_the_programme_says(seen: Seen) -> None:
    years = {date.fromisoformat(one["ends_on"]).year - date.fromisoformat(one["decided_on"]).year
             for one in seen.listings}  # fmt: skip

    assert years == {3}


def test_only_services_that_exchange_data_are_with_exchange(seen: Seen) -> None:
    assert {(one["service"]["track"], one["service"]["typology"]) for one in seen.listings} == {
        ("autonome", "without_exchange"),
        ("raccorde", "with_exchange"),
    }


def test_the_published_version_cannot_be_published_otherwise(seen: Seen) -> None:
    assert (seen.refusal.status, seen.refusal.code) == (422, "invalid_content")


def test_the_versions_are_public(seen: Seen) -> None:
    assert seen.versions["programme"] == "exemple-telesurveillance"
    assert seen.versions["in_force"] == "2.0.0"
    assert [one["version"] for one in seen.versions["versions"]] == ["1.0.0", "2.0.0"]
