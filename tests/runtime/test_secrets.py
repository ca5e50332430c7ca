"""Settings may be printed, by a traceback for one: no secret is in their text."""

from pydantic import PostgresDsn, SecretStr

from services.intake.settings import IntakeSettings


def test_no_secret_is_in_the_text_of_settings() -> None:
    settings = IntakeSettings(
        database_url=PostgresDsn("postgresql://intake:hunter-one@127.0.0.1:1/intake"),
        kafka_bootstrap_servers="127.0.0.1:1",
        kafka_password=SecretStr("hunter-two"),
        identity_jwks="https://issuer.example/jwks",
        identity_issuer="https://issuer.example",
        tracking_secret=SecretStr("hunter-three-of-thirty-two-characters"),
        document_secret=SecretStr("hunter-four"),
    )

    assert "hunter" not in repr(settings) + str(settings)
