"""The demonstration as people run it: stays up and shows where to look, leaves nothing behind, fails loudly."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from deploy.demo.reading import DEFAULT
from deploy.local.databases import run_sql
from deploy.local.identity import Identity
from deploy.local.line import apart
from deploy.local.state import State
from deploy.oracle.consultation import consult
from deploy.oracle.ledger import Ledger
from deploy.oracle.quiescence import Endpoints
from shared.base.clock import SimulatedClock
from tests.waiting import WITHIN_S

ROOT = Path(__file__).parents[2] / "build" / "test" / "demo"
PATIENCE_S = 3 * WITHIN_S
FEW = ("Appfine", "Glyc'au quotidien", "Sommeil léger", "Allergies en ville", "Pilulier bavard", "Cœur connecté")

COUNTS = {
    "filed": 6, "published": 3, "refused": 1, "lapsed": 1, "withdrawn": 1, "suspended": 2, "reinstated": 1,
    "expired": 3, "as_foreseen": 6, "lost": 0, "doubled": 0,
}  # fmt: skip


class Run:
    """One run of the demonstration, its output in a file."""

    def __init__(self, *options: str) -> None:
        ROOT.mkdir(parents=True, exist_ok=True)
        self.log = ROOT / "demo.log"
        command = [sys.executable, "-m", "deploy.demo", "--root", str(ROOT), *options]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)

    @property
    def told(self) -> str:
        """What it said so far."""
        return self.log.read_text()

    def says(self, words: str) -> None:
        """Wait until it says so."""
        until = time.monotonic() + PATIENCE_S
        while words not in self.told:
            assert self.process.poll() is None and time.monotonic() < until, self.told
            time.sleep(0.1)

    def ends(self, number: int | None = None) -> int:
        """Send a signal, if any, and wait for the end; its exit code."""
        if number is not None:
            self.process.send_signal(number)
        return self.process.wait(PATIENCE_S)


@contextmanager
def demo(*options: str) -> Iterator[Run]:
    run = Run(*options)
    try:
        yield run
    finally:
        if run.process.poll() is None:
            run.ends(signal.SIGTERM)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a few of the dossiers that ship."""
    path = tmp_path_factory.mktemp("demo") / "few.jsonl"
    lines = DEFAULT.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line for line in lines if json.loads(line)["service"]["name"] in FEW), encoding="utf-8")
    return path


def left_running() -> list[str]:
    """Names of processes that a pid file under the root still leads to."""
    files = ROOT.glob("run/**/*.pid")
    return [file.stem for file in files if (identity := Identity.read(file)) and identity.is_alive]


def told_by_console(*words: str) -> str:
    """What the console tells of the line that runs."""
    environment = {**os.environ, "REFERENCEMENT_ROOT": str(ROOT), "COLUMNS": "300"}
    command = [sys.executable, "-m", "deploy.console.main", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


@pytest.mark.journey
def test_it_stays_up_shows_where_to_look_and_ends_with_ctrl_c(few: Path, tmp_path: Path) -> None:
    summary = tmp_path / "summary.json"
    with demo("--dossiers", str(few), "--summary", str(summary)) as run:
        run.says("Ctrl-C stops it")
        shown = [word for word in run.told.split() if word.startswith("http://")]
        answers = [httpx.get(address, timeout=WITHIN_S, trust_env=False, follow_redirects=True) for address in shown]
        catalogue = httpx.get(f"{shown[0]}listings", timeout=WITHIN_S, trust_env=False).json()
        traced = told_by_console("trace", run.told.split(" trace ")[1].split()[0])
        kinds = kinds_after_tampering()
        code = run.ends(signal.SIGINT)

    assert (code, left_running()) == (0, [])
    assert [answer.status_code for answer in answers] == [200] * 9
    assert "/suivi?key=" in shown[1]
    assert "Pilulier bavard" in answers[1].text
    assert [word for word in ("submit_prior_request", "ListingReinstated") if word not in traced] == []
    assert [one["service"]["name"] for one in catalogue["listings"]] == ["Appfine"]
    assert kinds == [set(), {"lost", "doubled", "illegal", "differs", "broken"}]
    counted = json.loads(summary.read_text())
    assert {name: counted[name] for name in COUNTS} == COUNTS


def kinds_after_tampering() -> list[set[str]]:
    """What the oracle finds in the line that runs: as it is, and after a listing was meddled with in the database."""
    state = State.read(ROOT)
    assert state
    endpoints = Endpoints(state.database_urls, state.bootstrap_servers, SimulatedClock(ROOT / "clock").now)

    def kinds() -> set[str]:
        verdict = apart(lambda: consult(Ledger(), endpoints, complete=False))
        return {str(fault.kind) for fault in verdict.faults}

    untouched = kinds()
    run_sql(state.database_urls["catalogue"], "UPDATE listings SET state = 'expired' WHERE state = 'published'")
    run_sql(
        state.owner_urls["catalogue"],
        "ALTER TABLE journal DISABLE TRIGGER append_only;\n"
        "DELETE FROM journal WHERE act = 'publish_listing' AND entry = 1",
    )
    return [untouched, kinds()]


@pytest.mark.journey
def test_an_interrupt_in_the_middle_leaves_nothing_running() -> None:
    with demo("--once") as run:
        run.says("starting the five services")
        assert run.ends(signal.SIGTERM) == 130

    assert left_running() == []


@pytest.mark.journey
def test_what_a_killed_run_left_is_cleared_away_by_the_next_which_fails_for_a_dossier_gone_elsewhere(
    few: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text(few.read_text(encoding="utf-8").replace('"expected": "refused"', '"expected": "published"'))
    with demo("--once") as run:
        run.says("five services are ready")
        run.ends(signal.SIGKILL)
    assert left_running() != []

    with demo("--once", "--dossiers", str(wrong)) as run:
        assert run.ends() == 1

    assert "stopped what an earlier run left" in run.told
    assert run.told.count("✗") == 1
    assert "nothing lost, nothing doubled, order kept" in run.told
    assert left_running() == []


def test_a_busy_port_is_one_clear_line_before_anything_starts() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with demo("--once", "--port", str(port)) as run:
            assert run.ends() == 2

    assert [line for line in run.told.splitlines() if "demo: " in line] == [
        f"demo: port {port} of intake is taken: stop what listens there, or name another port"
    ]
    assert "starting PostgreSQL" not in run.told


def test_a_file_with_faults_is_told_before_anything_starts(tmp_path: Path) -> None:
    path = tmp_path / "wrong.jsonl"
    path.write_text('{"service": {"name": "Essai"}}\n')

    with demo("--dossiers", str(path)) as run:
        assert run.ends() == 2

    assert "line 1: service.publisher: missing (Field required)" in run.told
    assert "starting PostgreSQL" not in run.told
