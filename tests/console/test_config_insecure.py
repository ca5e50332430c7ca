"""`config check` on environments of production that are wrong: each is named, with what to do."""

from pathlib import Path

import pytest

from deploy.local.keys import RING, key_file, make_keys
from deploy.local.ports import free_port
from services.intake.main import SERVICE
from shared.contracts.topics import SERVICES
from shared.runtime.insecure import secret
from shared.runtime.settings_trouble import accepted_weaknesses, settings_troubles
from tests.console.conftest import Console, Environment

HEX = "9f1c0e7ab24d5836e1f7c3a09d4b6582"
RIGHT = {
    "KAFKA_SECURITY_PROTOCOL": "SSL",
    "IDENTITY_JWKS": "https://login.invalid/jwks",
    "IDENTITY_ISSUER": "https://login.invalid",
    "TRACKING_SECRET": HEX,
    "CLAMD_ADDRESS": "127.0.0.1:3310",
}
KAFKA = "use SSL or SASL_SSL, or name KAFKA_SECURITY_PROTOCOL in ACCEPT_INSECURE"
TLS = "add sslmode=verify-full (or require, verify-ca), or name DATABASE_URL in ACCEPT_INSECURE"
CHANCE = "make one by chance (openssl rand -hex 32), or name TRACKING_SECRET in ACCEPT_INSECURE"


@pytest.fixture
def production(environment: Environment, tmp_path: Path) -> Environment:
    """The environment of an intake that nothing insecure is in."""
    environment("DATABASE_URL", f"postgresql://intake:x@127.0.0.1:{free_port()}/intake")
    environment("KAFKA_BOOTSTRAP_SERVERS", f"127.0.0.1:{free_port()}")
    make_keys(tmp_path, SERVICES)
    for name, value in {**RIGHT, "SIGNING_KEYS_FILE": str(tmp_path / RING)}.items():
        environment(name, value)
    environment("SIGNING_KEY_FILE", str(key_file(tmp_path, "intake")))
    return environment


@pytest.mark.parametrize(
    ("changed", "lines"),
    [
        ({}, []),
        ({"KAFKA_SECURITY_PROTOCOL": "PLAINTEXT"}, [f"wrong     intake KAFKA_SECURITY_PROTOCOL is PLAINTEXT: {KAFKA}"]),
        (
            {"KAFKA_SECURITY_PROTOCOL": "SASL_PLAINTEXT", "KAFKA_PASSWORD": "x"},
            [f"wrong     intake KAFKA_SECURITY_PROTOCOL is SASL_PLAINTEXT: {KAFKA}"],
        ),
        (
            {"IDENTITY_JWKS": "HTTP://login.invalid/jwks"},
            ["wrong     intake IDENTITY_JWKS is an http:// address: use https://, "
             "or name IDENTITY_JWKS in ACCEPT_INSECURE"],
        ),
        (
            {"IDENTITY_ISSUER": "http://login.invalid"},
            ["wrong     intake IDENTITY_ISSUER is an http:// address: use https://, "
             "or name IDENTITY_ISSUER in ACCEPT_INSECURE"],
        ),
        ({"DATABASE_URL": "postgresql://u@db.invalid/d"}, [f"wrong     intake DATABASE_URL has no sslmode: {TLS}"]),
        (
            {"DATABASE_URL": "postgresql://u@127.0.0.1,db.invalid:5433/d?sslmode=prefer"},
            [f"wrong     intake DATABASE_URL has sslmode=prefer: {TLS}"],
        ),
        (
            {"TRACKING_SECRET": "a" * 40},
            [f"wrong     intake TRACKING_SECRET has too few different characters: {CHANCE}"],
        ),
        ({"TRACKING_SECRET": "0123456789abcdef" * 2}, [f"wrong     intake TRACKING_SECRET repeats itself: {CHANCE}"]),
        (
            {"CLAMD_ADDRESS": ""},
            ["wrong     intake CLAMD_ADDRESS is not set, so documents are scanned by no antivirus: set it, "
             "or name CLAMD_ADDRESS in ACCEPT_INSECURE"],
        ),
        (
            {"DOCUMENT_BUCKET": "b", "DOCUMENT_ENDPOINT": "http://s3.invalid"},
            ["wrong     intake DOCUMENT_ENDPOINT is an http:// address: use https://, "
             "or name DOCUMENT_ENDPOINT in ACCEPT_INSECURE"],
        ),
        (
            {"ACCEPT_INSECURE": "all"},
            ["wrong     intake ACCEPT_INSECURE names ALL: name some of CLAMD_ADDRESS, DATABASE_URL, DOCUMENT_ENDPOINT, "
             "IDENTITY_ISSUER, IDENTITY_JWKS, KAFKA_SECURITY_PROTOCOL, SIGNING_KEYS_FILE, TRACKING_SECRET, "
             "TRACKING_SECRET_BEFORE"],
        ),
        (
            {"SIGNING_KEYS_FILE": ""},
            ["wrong     intake SIGNING_KEYS_FILE is not set, so whoever may write a topic may speak for its service: "
             "mount the key ring (docs/operations/keys.md), or name SIGNING_KEYS_FILE in ACCEPT_INSECURE"],
        ),
        (
            {"SIGNING_KEYS_FILE": "", "ACCEPT_INSECURE": "SIGNING_KEYS_FILE"},
            ["doubtful  intake SIGNING_KEYS_FILE is not set, so whoever may write a topic may speak for its service: "
             "mount the key ring (docs/operations/keys.md); accepted by ACCEPT_INSECURE"],
        ),
        (
            {"KAFKA_SECURITY_PROTOCOL": "PLAINTEXT", "CLAMD_ADDRESS": "",
             "ACCEPT_INSECURE": "kafka_security_protocol, CLAMD_ADDRESS"},
            ["doubtful  intake KAFKA_SECURITY_PROTOCOL is PLAINTEXT: use SSL or SASL_SSL; accepted by ACCEPT_INSECURE",
             "doubtful  intake CLAMD_ADDRESS is not set, so documents are scanned by no antivirus: set it; "
             "accepted by ACCEPT_INSECURE"],
        ),
    ],
    ids=["nothing wrong", "Kafka in clear", "passwords in clear", "keys", "issuer", "database", "one of two databases",
         "one letter", "repeated", "no scanner", "bucket", "an acceptance of all", "no key ring",
         "no key ring, accepted", "accepted by name"],
)  # fmt: skip
async def test_an_insecure_production_is_named(
    console: Console, production: Environment, changed: dict[str, str], lines: list[str]
) -> None:
    for name, value in changed.items():
        production(name, value)
        production(name.replace("DATABASE_URL", "INTAKE_DATABASE_URL"), value)

    said = await console("config", "check", "--service", "intake")

    told = [line for line in said.output.splitlines() if " intake " in line and "https://" not in line.split(":")[0]]
    assert [line for line in told if "ACCEPT_INSECURE" in line] == lines


@pytest.mark.parametrize(
    ("dsn", "insecure"),
    [
        ("postgresql://u@db.example/d?sslmode=require", False),
        ("postgresql://u@a.example,b.example:5433/d?sslmode=verify-ca", False),
        ("postgresql://u@localhost/d", False),
        ("postgresql://u@[::1]:5432/d", False),
        ("postgresql://u@127.0.0.1:5432,localhost/d", False),
        ("postgresql://u@%2Frun%2Fpostgresql/d", False),
        ("postgresql://u:p%40127.0.0.1@db.example/d", True),
        ("postgresql://u@[2001:db8::1]/d", True),
        ("postgresql://u@127.0.0.1.example/d?sslmode=allow", True),
        ("postgresql://u@db.example/d?sslmode=verify-full&sslmode=disable", True),
    ],
)
def test_a_database_elsewhere_needs_tls(production: Environment, dsn: str, insecure: bool) -> None:
    production("DATABASE_URL", dsn)

    assert any(line.startswith("DATABASE_URL has") for line in settings_troubles(SERVICE.settings())) is insecure


def test_a_demonstration_may_be_insecure_and_is_not_told_so_twice(production: Environment) -> None:
    production("DEMONSTRATION", "true")
    production("KAFKA_SECURITY_PROTOCOL", "PLAINTEXT")
    production("ACCEPT_INSECURE", "KAFKA_SECURITY_PROTOCOL")

    assert [*settings_troubles(SERVICE.settings()), *accepted_weaknesses(SERVICE.settings())] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEX, []),
        ("MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1u", []),
        ("abababababababababababababababab", ["has too few different characters"]),
        ("abcdefghabcdefghabcdefghabcdefghab", ["repeats itself"]),
        ("abcdefghijklmnopqrstuvwxyz0123456789", ["is a row of neighbours"]),
        ("changeme-changes-everything-here-x1", ["holds a word that everybody tries"]),
    ],
)
def test_secrets_that_can_be_guessed(text: str, told: list[str]) -> None:
    assert [line.split(":")[0] for _, line in secret("TRACKING_SECRET", text)] == told
