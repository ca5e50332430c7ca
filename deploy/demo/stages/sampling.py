"""Surveillance: a sample of the public listings is drawn, by a seed told after the population was frozen."""

from dataclasses import dataclass

from deploy.demo.client import NotAccepted
from deploy.demo.people import People

SEED = "demonstration-seed"


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn from how many."""

    population: int
    drawn: int


async def draw_sample(people: People, key: str) -> Sample | None:
    """An auditor plans a campaign and draws. None: nothing is listed."""
    try:
        planned = await people.auditor.does("surveillance", "/campaigns", key=f"{key}-campaign")
    except NotAccepted as refusal:
        if refusal.code == "population_empty":
            return None
        raise
    path = f"/campaigns/{planned['id']}"
    await people.auditor.does("surveillance", f"{path}/draw", {"seed": SEED}, key=f"{key}-draw")
    campaign = await people.auditor.reads("surveillance", path)
    return Sample(len(campaign["population"]), len(campaign["drawn"]))
