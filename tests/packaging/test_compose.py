"""compose.yaml by its own promises: loopback doors only, nothing privileged, limits everywhere, settings that exist."""

import re
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from deploy.console.journal.anchor_stores import AnchorSettings
from deploy.console.places import all_services
from shared.contracts.topics import SERVICES
from tests.waiting import WITHIN_S
from tests.yamls import parsed

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = parsed((ROOT / "compose.yaml").read_text())
PARTS: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = [name for name, part in PARTS.items() if "REFERENCEMENT_IMAGE" in part["image"]]
IMAGE = re.compile(r"^\$\{[A-Z_]+:-([a-z0-9./-]+):([A-Za-z0-9.-]+)\}$")
TELEMETRY = {"OTEL_EXPORTER_OTLP_ENDPOINT"}


@pytest.mark.parametrize("name", PARTS)
def test_every_part_is_stripped_and_limited(name: str) -> None:
    part = PARTS[name]

    assert part["cap_drop"] == ["ALL"]
    assert part["security_opt"] == ["no-new-privileges:true"]
    assert set(part["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}


@pytest.mark.parametrize("name", PARTS)
def test_every_image_can_be_replaced_and_names_its_version(name: str) -> None:
    match = IMAGE.match(PARTS[name]["image"])

    assert match
    assert match[2] != "latest"


@pytest.mark.parametrize("name", OURS)
def test_our_containers_have_a_root_that_is_read_only(name: str) -> None:
    assert PARTS[name]["read_only"] is True


@pytest.mark.parametrize("name", PARTS)
def test_doors_open_on_loopback_only(name: str) -> None:
    assert [port for port in PARTS[name].get("ports", []) if not port.startswith("127.0.0.1:")] == []


def test_servers_have_no_door_and_no_way_out() -> None:
    assert [name for name in ("postgres", "kafka", "roots", "demo") if PARTS[name]["networks"] != ["back"]] == []
    assert COMPOSE["networks"]["back"] == {"internal": True}


def test_all_five_run_after_topics_tables_and_issuer() -> None:
    waits = {"migrations", "topics", "issuer"}

    assert [name for name in SERVICES if set(PARTS[name]["depends_on"]) != waits] == []
    assert [name for name in SERVICES if PARTS[name]["command"] != ["python", "-m", f"services.{name}"]] == []


def test_services_are_given_settings_that_they_read() -> None:
    for service in all_services():
        known = {name.upper() for name in service.settings.model_fields} | TELEMETRY | {"TRACKING_SECRET"}
        assert set(PARTS[service.name]["environment"]) - known == set()


def test_each_step_has_the_account_that_it_needs_and_no_other() -> None:
    def accounts(name: str) -> dict[str, str]:
        found = {key: urlsplit(value) for key, value in PARTS[name]["environment"].items() if "_URL" in key}
        return {key: f"{one.username}{one.path}" for key, one in found.items() if one.scheme == "postgresql"}

    owning = {f"{name.upper()}_OWNER_DATABASE_URL": f"{name}_owner/{name}" for name in SERVICES}
    running = {f"{name.upper()}_DATABASE_URL": f"{name}/{name}" for name in SERVICES}
    reading = {f"{name.upper()}_READER_DATABASE_URL": f"{name}_reader/{name}" for name in SERVICES}

    assert [accounts(name) for name in SERVICES] == [{"DATABASE_URL": f"{name}/{name}"} for name in SERVICES]
    assert accounts("migrations") == owning | running | reading
    assert accounts("nightly") == reading
    assert accounts("backup") == owning | reading


def test_journals_are_verified_by_the_clock_and_their_roots_kept_in_a_database_apart() -> None:
    given = PARTS["nightly"]["environment"]

    assert set(given) > {name.upper() for name in AnchorSettings.model_fields}
    assert "@roots/postgres" in given["ANCHOR_DATABASE_URL"]


@pytest.mark.parametrize(
    ("fails", "pause"), [("nothing", "86400"), ("journal", "3600"), ("reconcile", "3600")]
)  # fmt: skip
def test_each_night_both_run_and_what_failed_runs_again_within_the_hour(tmp_path: Path, fails: str, pause: str) -> None:
    """The file's own loop in a real shell, with commands that write down how they were called; `sleep` ends it."""
    shell, option, loop = PARTS["nightly"]["command"]
    told = tmp_path / "told"
    commands = {
        "referencement": f'echo referencement "$@" >> {told}; [ "$1" != {fails} ]',
        "sleep": f'echo sleep "$@" >> {told}; kill $PPID',
    }
    for name, text in commands.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n")
        (tmp_path / name).chmod(0o755)
    loop = loop.replace("${NIGHTLY_SECONDS:-86400}", "86400").replace("$$", "$")

    subprocess.run([shell, option, loop], env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, timeout=WITHIN_S, check=False)

    assert told.read_text().splitlines() == [
        "referencement journal verify --by nightly --anchor", "referencement reconcile --by nightly", f"sleep {pause}",
    ]  # fmt: skip


def test_dumps_are_made_by_the_script_of_the_project_and_lie_in_a_volume() -> None:
    part = PARTS["backup"]

    assert "./deploy/backups:/etc/referencement/backups:ro" in part["volumes"]
    assert f"backups:{part['environment']['BACKUP_FOLDER']}" in part["volumes"]
    assert "sh /etc/referencement/backups/dump.sh || pause=3600" in part["command"][-1]


def test_the_nightly_comparison_checks_signatures() -> None:
    ring = PARTS["intake"]["environment"]["SIGNING_KEYS_FILE"]

    assert PARTS["nightly"]["environment"]["SIGNING_KEYS_FILE"] == ring
    assert "shared:/var/lib/referencement:ro" in PARTS["nightly"]["volumes"]


def test_the_table_of_roots_is_that_of_the_manual() -> None:
    manual = (ROOT / "docs/operations/roots.md").read_text()
    [table] = re.findall(r"^CREATE TABLE journal_roots .*;$", manual, re.MULTILINE)
    script = (ROOT / "deploy/compose/roots.sh").read_text()

    assert table in script
    assert "GRANT INSERT, SELECT ON journal_roots TO roots_writer;" in manual
    assert "GRANT INSERT, SELECT ON journal_roots TO roots_writer;" in script


def test_a_service_has_more_time_to_drain_than_it_takes() -> None:
    assert {PARTS[name]["stop_grace_period"] for name in SERVICES} == {"30s"}


def test_whatever_dies_comes_back() -> None:
    ends_by_itself = {"topics", "migrations", "issuer", "demo"}

    assert {name for name, part in PARTS.items() if "restart" not in part} == ends_by_itself


def test_data_live_in_named_volumes() -> None:
    mounted = {volume.split(":")[0] for part in PARTS.values() for volume in part.get("volumes", [])}

    assert {name for name in mounted if not name.startswith("./")} == set(COMPOSE["volumes"])


def test_files_that_are_mounted_are_there() -> None:
    mounted = {volume.split(":")[0] for part in PARTS.values() for volume in part.get("volumes", [])}

    assert [name for name in mounted if name.startswith("./") and not (ROOT / name).exists()] == []
