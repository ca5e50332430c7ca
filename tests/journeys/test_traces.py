"""Dossiers through the whole line: their traces in a collector, the story of one on the console."""

import asyncio
import os
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deploy.console.main import app
from deploy.demo.driving import Drive
from deploy.demo.journey import Journey
from deploy.demo.reading import DEFAULT, read_dossiers
from deploy.local.line import Line
from deploy.oracle.quiescence import Endpoints, settle
from shared.calendar.paris import paris_day
from shared.programme.loading import published
from tests.telemetry.collector import a_collector
from tests.telemetry.exported import Exported, exported

pytestmark = pytest.mark.journey
ROOT = Path("build/test/one")


@pytest.fixture(scope="module")
def finished() -> Iterator[tuple[Journey, list[Exported]]]:
    """A dossier that was listed, beside seven others; the spans that the five services exported."""
    with a_collector(200) as collector:
        settings = {**collector.environ, "OTEL_BSP_SCHEDULE_DELAY": "100"}
        with Line(ROOT, durable=False, settings=settings) as line:
            journey = asyncio.run(_drive(line))
            line.services.stop()  # exports what is left
            yield journey, exported(collector)


async def _drive(line: Line) -> Journey:
    today = paris_day(datetime.now(UTC))
    programme = published().in_force_on(today)
    dossiers = read_dossiers(DEFAULT, programme, today)[:8]
    drive = Drive(line, dossiers, programme, today)
    await drive.run()
    endpoints = Endpoints.of(line)
    assert await settle(endpoints) == ()
    return drive.journeys[0]


def carries(batch: Exported, act: Exported) -> bool:
    """Whether an act was performed while a batch of the same service was in work."""
    return batch.consumer and batch.service == act.service and batch.begins <= act.begins <= act.ends <= batch.ends


def test_every_link_leads_to_the_same_dossier_or_to_the_batch_that_carried_the_act(
    finished: tuple[Journey, list[Exported]],
) -> None:
    _, spans = finished
    known = {(span.trace, span.id): span for span in spans}
    links = [(span, known[target]) for span in spans for target in span.links]

    strangers = [(a.name, b.name) for a, b in links if not (carries(b, a) or (a.dossier and a.dossier == b.dossier))]

    assert strangers == []
    assert any(carries(b, a) for a, b in links)
    assert any(a.name == "expire_listing" for a, _ in links)


def test_one_trace_leads_from_the_request_through_kafka_to_the_last_service(
    finished: tuple[Journey, list[Exported]],
) -> None:
    journey, spans = finished
    by_trace = defaultdict(set)
    for span in spans:
        by_trace[span.trace].add((span.service, span.name))

    request = next(span for span in spans if span.name == "POST /dossiers/{id}/grant")

    assert journey.fault == ""
    assert by_trace[request.trace] >= {
        ("referencement-decision", "POST /dossiers/{id}/grant"),
        ("referencement-decision", "grant_listing"),
        ("referencement-catalogue", "publish_listing"),
        ("referencement-surveillance", "note_publication"),
        ("referencement-intake", "note_progress"),
    }


def test_every_act_on_the_dossier_carries_its_id(finished: tuple[Journey, list[Exported]]) -> None:
    journey, spans = finished

    acts = {"submit_application", "open_evaluation", "record_opinion", "grant_listing", "publish_listing"}
    carried = {span.name for span in spans if span.dossier == journey.id}

    assert acts <= carried


def test_the_console_prints_its_acts_and_hops_in_time_order(
    finished: tuple[Journey, list[Exported]], monkeypatch: pytest.MonkeyPatch
) -> None:
    journey, _ = finished
    monkeypatch.setenv("REFERENCEMENT_ROOT", str(ROOT))
    for name in [name for name in os.environ if name.endswith("DATABASE_URL")]:
        monkeypatch.delenv(name)

    told = CliRunner().invoke(app, ["trace", journey.id])

    acts = [line.split()[3] for line in told.output.splitlines() if line.startswith("20")]
    milestones = [
        "submit_prior_request",
        "validate_prior_request",
        "submit_application",
        "declare_admissible",
        "open_evaluation",
        "start_evaluation",
        "issue_report",
        "record_report",
        "record_opinion",
        "grant_listing",
        "publish_listing",
    ]
    assert told.exit_code == 0
    assert [act for act in acts if act in milestones] == milestones
