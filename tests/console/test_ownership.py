"""In the environment of one service the console speaks of that service alone, and says so."""

from pathlib import Path

import pytest

from deploy.console import ownership
from deploy.console.ownership import own_service, service_of_database
from deploy.console.places import all_services
from deploy.local.ports import free_port
from deploy.local.stack import LocalStack
from shared.contracts.topics import SERVICES
from shared.identity.local_issuer import LocalIssuer
from tests.conftest import ServiceDatabase
from tests.console.conftest import Console, Environment

GIVEN = {"DATABASE_URL": "postgresql://localhost/x", "IDENTITY_ISSUER": "https://login.example.fr"}


@pytest.fixture
def catalogue_s(
    console: Console,
    databases: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    environment: Environment,
    tmp_path: Path,
) -> Console:
    """A console in the environment of the catalogue's pod: one address, under no service's name."""
    for name in SERVICES:
        monkeypatch.delenv(f"{name.upper()}_DATABASE_URL")
    environment("DATABASE_URL", databases["catalogue"])
    environment("IDENTITY_JWKS", LocalIssuer(tmp_path).jwks_uri)
    environment("IDENTITY_ISSUER", "https://issuer.example")
    environment("DEMONSTRATION", "true")
    return console


async def test_config_check_looks_at_that_service_alone(catalogue_s: Console) -> None:
    lines = (await catalogue_s("config", "check")).output.splitlines()

    assert lines[0] == (
        "ok        this environment: that of catalogue, which alone is checked; others are where they run"
    )
    assert any(" catalogue database" in line for line in lines)
    assert not [line for line in lines[1:] for name in SERVICES if name != "catalogue" and f" {name} " in line]


async def test_an_environment_that_does_not_say_whose_it_is_asks_for_the_name(
    catalogue_s: Console, environment: Environment
) -> None:
    environment("DATABASE_URL", f"postgresql://a:b@127.0.0.1:{free_port()}/c")

    said = await catalogue_s("config", "check")

    assert (said.exit_code, said.output.splitlines()) == (
        2, ["This environment names one database and no service: say which it is with --service NAME."],
    )  # fmt: skip


async def test_a_service_named_by_hand_has_the_one_address(catalogue_s: Console) -> None:
    said = await catalogue_s("relay", "status", "--service", "catalogue")

    assert said.output.startswith("catalogue")
    assert (await catalogue_s("relay", "status")).exit_code == 2


async def test_another_service_than_that_of_the_pod_is_refused(
    catalogue_s: Console, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = tmp_path / "cmdline"
    first.write_bytes(b"python\0-m\0services.catalogue\0")
    monkeypatch.setattr(ownership, "FIRST_PROCESS", first)

    said = await catalogue_s("relay", "status", "--service", "intake")

    assert (said.exit_code, said.output.strip()) == (
        2,
        "This environment is that of catalogue alone: name --service catalogue, or ask where all five databases are "
        "named (the console's pod).",
    )
    assert (await catalogue_s("deadlines", "list", "--service", "catalogue")).exit_code == 0


@pytest.mark.parametrize(
    ("started", "more", "service"),
    [
        (b"python\0-m\0services.decision\0", {}, "decision"),
        (b"sleep\0infinity\0", {}, None),
        (b"sleep\0infinity\0", {"TRACKING_SECRET": "x"}, "intake"),
        (b"python\0-m\0services.decision\0", {"INTAKE_READER_DATABASE_URL": "postgresql://localhost/y"}, None),
    ],
)
def test_whose_environment_it_is_stands_in_the_first_process_or_in_its_variables(
    started: bytes, more: dict[str, str], service: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = tmp_path / "cmdline"
    first.write_bytes(started)
    monkeypatch.setattr(ownership, "FIRST_PROCESS", first)

    assert own_service(GIVEN | more) == service


async def test_or_in_the_tables_of_its_database(service_database: ServiceDatabase, local_stack: LocalStack) -> None:
    del local_stack

    assert await service_of_database(await service_database("decision"), all_services()) == "decision"
    assert await service_of_database(f"postgresql://a:b@127.0.0.1:{free_port()}/c", all_services()) is None
