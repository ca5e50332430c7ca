"""Settings as people bring them along from elsewhere: addresses for other drivers, secrets with a line feed."""

import pytest

from services.catalogue.main import SERVICE
from shared.persistence.address import plain_address, unknown_parameters
from shared.runtime.settings import ServiceSettings
from shared.runtime.settings_trouble import settings_troubles

GIVEN = {
    "DATABASE_URL": "postgresql://referencement@localhost/catalogue",
    "KAFKA_BOOTSTRAP_SERVERS": "localhost:9092",
    "IDENTITY_JWKS": "https://login.example.fr/jwks",
    "IDENTITY_ISSUER": "https://login.example.fr",
    "DEMONSTRATION": "true",
}


def settings(monkeypatch: pytest.MonkeyPatch, **changed: str) -> ServiceSettings:
    for name, value in (GIVEN | changed).items():
        monkeypatch.setenv(name, value)
    return SERVICE.settings()


@pytest.mark.parametrize(
    "written",
    [
        "postgresql://u@h/d",
        "postgres://u@h/d",
        "postgresql+asyncpg://u@h/d",
        "postgresql+psycopg2://u@h/d",
        "POSTGRESQL+PSYCOPG://u@h/d",
    ],
)
def test_an_address_for_sqlalchemy_is_an_address(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert plain_address(written) == "postgresql://u@h/d"
    assert str(settings(monkeypatch, DATABASE_URL=written).database_url) == "postgresql://u@h/d"


def test_nothing_else_of_an_address_changes() -> None:
    odd = "postgresql://u:p%40+s://x@a:1,b:2/d?sslmode=require&options=-c%20x"

    assert plain_address(odd) == odd
    assert plain_address("mysql+x://u@h/d") == "mysql+x://u@h/d"
    assert plain_address("") == ""


def test_parameters_of_other_drivers_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    dsn = "postgresql+asyncpg://u@h/d?ssl=require&sslmode=require&connect_timeout=10"

    assert list(settings_troubles(settings(monkeypatch, DATABASE_URL=dsn))) == [
        "DATABASE_URL has the parameter 'ssl', which is SQLAlchemy's: write sslmode=verify-full",
        "DATABASE_URL has the parameter 'connect_timeout', which is libpq's: leave it out; 5 s are allowed",
    ]
    assert list(unknown_parameters("postgresql://u@[h/d?ssl=1")) == []


@pytest.mark.parametrize(
    ("variable", "value", "what"),
    [
        ("KAFKA_PASSWORD", "secret\n", "a line feed"),
        ("KAFKA_PASSWORD", "secret\r\n", "a line feed"),
        ("KAFKA_USERNAME", " catalogue", "a blank"),
        ("IDENTITY_ISSUER", "https://login.example.fr ", "a blank"),
        ("PGPASSWORD", "secret\n", "a line feed"),
        ("PGUSER", "catalogue\t", "a blank"),
    ],
)
def test_a_value_with_a_line_feed_at_its_end_is_named_and_not_shown(
    variable: str, value: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (told,) = settings_troubles(settings(monkeypatch, **{variable: value}))

    assert told == f"{variable} begins or ends with {what}: make it anew without (printf %s, not echo)"


def test_settings_as_they_should_be_are_not_troubled(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(settings_troubles(settings(monkeypatch))) == []
