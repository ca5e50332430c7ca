"""One dossier through the whole line: its trace in a collector, its story on the console."""

import asyncio
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from typer.testing import CliRunner

from deploy.console.main import app
from deploy.demo.driving import Drive
from deploy.demo.journey import Journey
from deploy.demo.reading import DEFAULT, read_dossiers
from deploy.local.line import Line
from shared.calendar.paris import paris_day
from shared.programme.loading import published
from tests.telemetry.collector import Collector, a_collector

pytestmark = pytest.mark.journey
ROOT = Path("build/test/one")


@dataclass(frozen=True, slots=True)
class Seen:
    """One span at the collector."""

    trace: str
    service: str
    name: str
    dossier: str


@pytest.fixture(scope="module")
def finished() -> Iterator[tuple[Journey, list[Seen]]]:
    """A dossier that was listed, and the spans that the five services exported."""
    with a_collector(200) as collector:
        settings = {**collector.environ, "OTEL_BSP_SCHEDULE_DELAY": "100"}
        with Line(ROOT, durable=False, settings=settings) as line:
            journey = asyncio.run(_drive(line))
            line.services.stop()  # exports what is left
            yield journey, _spans(collector)


async def _drive(line: Line) -> Journey:
    today = paris_day(datetime.now(UTC))
    programme = published().in_force_on(today)
    dossier = read_dossiers(DEFAULT, programme, today)[0]
    drive = Drive(line, [dossier], programme, today, through_the_year=False)
    await drive.run()
    await asyncio.sleep(2)
    return drive.journeys[0]


def _spans(collector: Collector) -> list[Seen]:
    found = []
    for body in collector.bodies:
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            service = next(a.value.string_value for a in resource.resource.attributes if a.key == "service.name")
            for scope in resource.scope_spans:
                for span in scope.spans:
                    attributes = {a.key: a.value.string_value for a in span.attributes}
                    found.append(Seen(span.trace_id.hex(), service, span.name, attributes.get("dossier.id", "")))
    return found


def test_one_trace_leads_from_the_request_through_kafka_to_the_last_service(
    finished: tuple[Journey, list[Seen]],
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


def test_every_act_on_the_dossier_carries_its_id(finished: tuple[Journey, list[Seen]]) -> None:
    journey, spans = finished

    acts = {"submit_application", "open_evaluation", "record_opinion", "grant_listing", "publish_listing"}
    carried = {span.name for span in spans if span.dossier == journey.id}

    assert acts <= carried


def test_the_console_prints_its_acts_and_hops_in_time_order(
    finished: tuple[Journey, list[Seen]], monkeypatch: pytest.MonkeyPatch
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
