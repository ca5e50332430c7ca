"""A process that cannot start says why in one line each, and ends at once with code 2."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.keys import RING, key_file, make_keys
from shared.contracts.topics import SERVICES
from tests.waiting import WITHIN_S

GOOD = {
    "DATABASE_URL": "postgresql://a:b@127.0.0.1:1/c",
    "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:1",
    "IDENTITY_JWKS": "https://127.0.0.1:1/jwks.json",
    "IDENTITY_ISSUER": "https://issuer.example",
    "KAFKA_SECURITY_PROTOCOL": "SSL",
    "ACCEPT_INSECURE": "SIGNING_KEYS_FILE",
}


def started(**settings: str) -> tuple[int, list[str]]:
    """Exit code of the catalogue, and the lines that it left."""
    environment = {"PATH": os.environ["PATH"], **GOOD, **settings}
    command = [sys.executable, "-m", "services.catalogue"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=WITHIN_S, check=False)
    return done.returncode, done.stderr.splitlines()


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        (
            {"HTTP_PORT": "0x50"},
            "HTTP_PORT is not usable (input should be a valid integer, unable to parse string as an integer): "
            "correct it, see `referencement settings`",
        ),
        ({"CLOCK_FILE": "clock"}, "CLOCK_FILE is for demonstrations: unset it, or set DEMONSTRATION=true"),
        (
            {"KAFKA_SECURITY_PROTOCOL": "PLAINTEXT"},
            "KAFKA_SECURITY_PROTOCOL is PLAINTEXT: use SSL or SASL_SSL, "
            "or name KAFKA_SECURITY_PROTOCOL in ACCEPT_INSECURE",
        ),
        ({"KAFKA_CA_FILE": "nowhere.pem"}, "KAFKA_CA_FILE cannot be read (FileNotFoundError): mount it in PEM form"),
        (
            {"PROGRAMME_FILE": "nowhere.yaml"},
            "PROGRAMME_FILE cannot be used ([Errno 2] No such file or directory: 'nowhere.yaml'): correct the document",
        ),
    ],
)
def test_settings_that_cannot_work_end_it_with_what_to_do(settings: dict[str, str], line: str) -> None:
    assert started(**settings) == (2, [f"catalogue {line}"])


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    code, lines = started(CLOCK_FILE="clock", FAIL_POINT="before_mark:1", IDENTITY_JWKS=tmp_path.as_uri())

    assert code == 2
    assert [line.split()[:2] for line in lines] == [
        ["catalogue", "CLOCK_FILE"], ["catalogue", "FAIL_POINT"], ["catalogue", "IDENTITY_JWKS"],
    ]  # fmt: skip


def test_limits_that_are_too_small_are_one_line_in_the_log(tmp_path: Path) -> None:
    make_keys(tmp_path, SERVICES)
    keys = {"SIGNING_KEYS_FILE": str(tmp_path / RING), "SIGNING_KEY_FILE": str(key_file(tmp_path, "catalogue"))}
    command = ["sh", "-c", f"ulimit -n 512; exec {sys.executable} -m services.catalogue"]
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ports = {"HTTP_PORT": str(taken.getsockname()[1]), "HTTP_INTERNAL_PORT": "0"}
        environment = {"PATH": os.environ["PATH"], **GOOD, **keys, **ports, "ACCEPT_INSECURE": ""}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=WITHIN_S, check=False)

    told = [json.loads(line).get("trouble") for line in (done.stdout + done.stderr).splitlines() if "trouble" in line]
    assert (done.returncode, told) == (3, ["open files are limited to 512: allow 1024 (ulimit -n)"])
