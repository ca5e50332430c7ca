"""Intake's own settings."""

from pydantic import Field, SecretStr

from shared.runtime.settings import ServiceSettings


class IntakeSettings(ServiceSettings):
    """Beside what every service has."""

    tracking_secret: SecretStr = Field(
        description="Key of the links to follow-up pages, at least 32 characters; a new one voids all links given out",
        min_length=32,
    )
