"""On one line that runs: a fact is corrected, a complement asked for and answered, the report issued; and dossiers from
elsewhere come into the catalogue."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.demo.client import Doors
from deploy.demo.people import People
from deploy.demo.reading import DEFAULT, read_dossiers
from deploy.local.line import Line
from deploy.oracle.ledger import Ledger
from shared.calendar.paris import paris_day
from shared.programme.loading import published
from tests.waiting import WITHIN_S

pytestmark = pytest.mark.journey
ROOT = Path("build/test/running")
PROOF = {"type": "screenshot", "issued_on": "2022-06-01"}


@dataclass(slots=True)
class Told:
    """What the participants saw on the way."""

    reopened: dict[str, Any]
    asked: dict[str, Any]
    followed: str
    resumed: dict[str, Any]
    report: httpx.Response
    decision: dict[str, Any]
    page: httpx.Response


@pytest.fixture(scope="module")
def line() -> Iterator[Line]:
    with Line(ROOT, durable=False) as running:
        yield running


@pytest.fixture(scope="module")
def told(line: Line) -> Told:
    return asyncio.run(walk(line))


async def walk(line: Line) -> Told:
    """The first dossier of the demonstration, which is not paid for and thus answered nothing about prices."""
    today = paris_day(datetime.now(UTC))
    programme = published().in_force_on(today)
    dossier = read_dossiers(DEFAULT, programme, today)[0]
    async with httpx.AsyncClient(timeout=WITHIN_S, trust_env=False) as http:
        people = People(line.issuer, Doors(http, line.urls, Ledger(), WITHIN_S))
        publisher, lead, reviewer = people.publisher(dossier.service.publisher), people.lead, people.reviewer
        profile = dossier.service.model_dump(mode="json", exclude_none=True)
        id_ = (await publisher.does("intake", "/dossiers", profile, key="prior-request"))["id"]
        intake, here = f"/dossiers/{id_}", f"/evaluations/{id_}"
        await people.desk.does("intake", f"{intake}/validation", key="validation")
        await publisher.does("intake", f"{intake}/submission", dossier.filed(programme).on(today), key="submission")
        await people.desk.does("intake", f"{intake}/admissibility", key="admissibility")
        await lead.sees("evaluation", here)
        assigned = {"lead": lead.id, "reviewer": reviewer.id, "no_interest_declared": True}
        await lead.does("evaluation", f"{here}/start", assigned, key="assignment")
        await lead.does("evaluation", f"{here}/findings", key="first confirmation")
        fact = {"fact": "paid", "value": True, "reason": "The site asks a price."}
        await lead.does("evaluation", f"{here}/facts", fact, key="fact correction")
        reopened = await lead.reads("evaluation", f"{here}/findings")
        await lead.does(
            "evaluation", f"{here}/complement-request", {"message": "Which price?"}, key="complement request"
        )
        asked = await publisher.sees("intake", intake, lambda seen: bool(seen["complement"]))
        followed = (await http.get(line.url("intake") + asked["follow_up_url"])).text
        answer = {"answers": {"ETH-22": True}, "evidence": {"ETH-22": [PROOF]}}
        await publisher.does("intake", f"{intake}/complement", answer, key="complement answer")
        resumed = await lead.sees("evaluation", here, lambda seen: bool(seen["state"] == "in_evaluation"))
        await lead.does("evaluation", f"{here}/findings", key="second confirmation")
        await reviewer.does("evaluation", f"{here}/report", key="report issued")
        report = await http.get(
            f"{line.url('evaluation')}{here}/report", headers={"authorization": f"Bearer {publisher.token}"}
        )
        decision = await people.desk.sees("decision", intake, lambda seen: bool(seen.get("report")))
        await http.post(f"{line.url('evaluation')}/session", data={"token": lead.token, "then": ""})
        page = await http.get(f"{line.url('evaluation')}/instruction/{id_}")
        return Told(reopened, asked, followed, resumed, report, decision, page)


def test_a_corrected_fact_leaves_one_criterion_open_and_the_findings_to_confirm(told: Told) -> None:
    assert (told.reopened["shifted"], told.reopened["conclusion"]) == (["ETH-22"], None)
    assert told.reopened["counts"]["unverified"] == 1


def test_the_publisher_is_told_what_is_awaited_at_intake(told: Told) -> None:
    assert told.asked["complement"]["items"] == ["ETH-22"]
    assert "Compléments attendus" in told.followed
    assert "ETH-22" in told.followed


def test_the_answer_was_judged(told: Told) -> None:
    assert told.resumed["suggested"]["ETH-22"] == {"state": "compliant", "reason": ""}
    assert told.resumed["complement"] is None


def test_the_report_that_the_publisher_reads_is_the_one_that_was_frozen(told: Told) -> None:
    assert told.report.headers["etag"] == f'"{sha256(told.report.content).hexdigest()}"'
    assert (told.report.json()["corrected_facts"], told.report.json()["conformity"]) == (["paid"], "compliant")


def test_the_decision_got_the_report(told: Told) -> None:
    assert told.decision["report"]["conformity"] == "compliant"


def test_the_lead_sees_it_all_on_a_page_after_signing_in(told: Told) -> None:
    assert told.page.status_code == 200
    assert "The site asks a price." in told.page.text


def test_dossiers_walk_into_the_catalogue_of_a_line_that_runs(line: Line) -> None:
    walked = subprocess.run(
        [sys.executable, "-m", "deploy.demo.walk", "--dossiers", "2", "--strict", "--oracle"],
        env={**os.environ, **named(line)}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert walked.returncode == 0, walked.stdout + walked.stderr
    assert "2 of 2 dossiers in the catalogue" in walked.stdout
    assert "oracle: nothing lost, nothing doubled, order kept" in walked.stdout


def named(line: Line) -> dict[str, str]:
    """The environment that leads to this line."""
    urls = {f"{name.upper()}_URL": url for name, url in line.urls.items()}
    databases = {f"{name.upper()}_DATABASE_URL": url for name, url in line.databases.items()}
    directory = str(line.issuer.directory)
    return {**urls, **databases, "KAFKA_BOOTSTRAP_SERVERS": line.bootstrap_servers, "IDENTITY_DIRECTORY": directory}
