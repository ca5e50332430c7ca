"""Drawing the sample of a campaign: the seed comes after the population, and the sample follows from both."""

import re
from dataclasses import dataclass
from typing import Annotated

from services.surveillance.campaign.domain.sampling import draw
from services.surveillance.campaign.domain.state import Campaign, State
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.moment import Moment
from shared.acts.refusal import Invalid
from shared.contracts.surveillance.campaign import SampleDrawn
from shared.identity.actor import Role
from shared.programme.faults import Fault
from shared.texts.identifiers import Pattern

SEED = re.compile(r"[A-Za-z0-9_.-]{8,128}")
Seed = Annotated[str, Pattern(SEED.pattern, "seed_malformed", "8 to 128 letters, digits, _ . -")]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawSample(Command):
    """The seed: best a public number that nobody knew when the campaign was planned."""

    seed: Seed


@act("S-19", "process.md 2.10, 3.4 SamplingCampaign, 4.1", by=Role.AUDITOR)
def draw_sample(campaign: Campaign, command: DrawSample, moment: Moment) -> Change[Campaign]:
    """The seed is published and the sample follows from it. Invalid: seed_malformed."""
    if not SEED.fullmatch(command.seed):
        raise Invalid([Fault("seed", "seed_malformed", "8 to 128 letters, digits, _ . -")])
    drawn = draw(campaign.population, command.seed)
    return becomes(campaign, state=State.DRAWN, seed=command.seed, drawn=drawn, drawn_on=moment.day).telling(
        SampleDrawn(campaign=campaign.id, seed=command.seed, population_hash=campaign.population_hash, drawn=drawn)
    )
