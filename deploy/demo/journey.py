"""One dossier on its way: what it is, who can act, where it stands."""

from collections.abc import Callable
from dataclasses import dataclass

from deploy.demo.client import Body, Person
from deploy.demo.dossier import Dossier, Outcome
from deploy.demo.foresight import Foreseen
from deploy.demo.people import People
from deploy.demo.time_travel import TimeTravel
from shared.acts.moment import derived_id
from shared.programme.version import Programme

ENDED_IN_INTAKE = {
    "rejected": Outcome.REJECTED,
    "withdrawn": Outcome.WITHDRAWN,
    "lapsed": Outcome.LAPSED,
    "inadmissible": Outcome.INADMISSIBLE,
}
ENDED_IN_DECISION = {"refused": Outcome.REFUSED, "lapsed": Outcome.LAPSED}
LISTED = {"published": Outcome.PUBLISHED, "suspended": Outcome.SUSPENDED, "expired": Outcome.EXPIRED}


@dataclass(slots=True)
class Journey:
    """What stages know. The acts of one journey follow one another; journeys run side by side."""

    dossier: Dossier
    key: str
    """Starts every Idempotency-Key of this journey."""
    foreseen: Foreseen
    programme: Programme
    people: People
    time: TimeTravel
    passed: Callable[[str], None]
    """Tells that a stage is done."""
    id: str = ""
    """The dossier's id, once it is filed."""
    lifted: bool = False
    """Whether a suspension was lifted on the way."""
    rested: Outcome | None = None
    """Where it came to rest before the year was over."""
    later: Outcome | None = None
    """Where it is after the year."""
    fault: str = ""
    """What went wrong, if anything."""

    @property
    def as_foreseen(self) -> bool:
        """Whether it came where it had to, and nothing went wrong on the way."""
        wanted = (self.foreseen.outcome, self.foreseen.after_a_year)
        return not self.fault and (self.rested, self.later) == wanted

    @property
    def exchanges(self) -> bool:
        """Whether its typology exchanges data: then connection tests are due."""
        return self.programme.procedure.typologies.exchanges(self.dossier.service.typology)

    @property
    def publisher(self) -> Person:
        """Who files it."""
        return self.people.publisher(self.dossier.service.publisher)

    @property
    def listing(self) -> str:
        """The id that its listing has or would have."""
        return derived_id("listing", self.id)

    async def act(self, who: Person, service: str, path: str, body: Body | None = None, *, step: str = "") -> Body:
        """A command about this dossier; `step` tells apart commands of the same path."""
        name = path.rsplit("/", 1)[-1]
        return await who.does(service, path, body, key=f"{self.key}-{name}-{step}"[:200])

    async def standing(self) -> Outcome | None:
        """Where the dossier is by what the services tell; None: still under way."""
        if not self.id:
            return Outcome.TURNED_AWAY
        desk = self.people.desk
        state = str((await desk.reads("intake", f"/dossiers/{self.id}")).get("state"))
        if state != "admissible":
            return ENDED_IN_INTAKE.get(state)
        state = str((await desk.reads("decision", f"/dossiers/{self.id}")).get("state"))
        if state != "granted":
            return ENDED_IN_DECISION.get(state)
        found = LISTED.get(str((await desk.reads("catalogue", f"/listings/{self.listing}")).get("state")))
        return Outcome.REINSTATED if found is Outcome.PUBLISHED and self.lifted else found
