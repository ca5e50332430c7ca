"""The life of the programme: published, and published again with more versions."""

from services.intake.programme.domain.publication import PublicationState, publish_programme
from shared.acts.life import Life

TRANSITIONS = Life(((None, PublicationState.PUBLISHED), publish_programme, PublicationState.PUBLISHED))
