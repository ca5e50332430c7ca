"""What an act may know of the world: when, by whom, asked by which message, under which rules."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha1
from uuid import NAMESPACE_URL, uuid5

from shared.acts.due import DueDate
from shared.calendar.paris import paris_day
from shared.calendar.periods import WorkingCalendar
from shared.identity.actor import Actor
from shared.programme.document import ProgrammeDocument
from shared.programme.version import Programme

NAMESPACE = uuid5(NAMESPACE_URL, "referencement")
_PREFIX = NAMESPACE.bytes


def derived_id(*parts: str) -> str:
    """An id that the same parts always give, and no others (uuid5): what a redelivered message creates is created once.

    Written out, since uuid.uuid5 takes twice as long, and some acts make several.
    Parts are joined by ":"; one within a part is escaped, so that "u:k" and "v" are not "u" and "k:v".
    """
    name = ":".join([part.replace("%", "%25").replace(":", "%3A") for part in parts])
    digest = sha1(_PREFIX + name.encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digest[16], 16) & 3]
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"


@dataclass(frozen=True, slots=True)
class Moment:
    """The occasion of an act. Acts read no clock, no random source and no settings but these."""

    at: datetime
    """Aware, UTC."""
    actor: Actor
    message: str
    """Id of the command, event or deadline that asks for the act."""
    programmes: ProgrammeDocument
    calendar: WorkingCalendar
    target: str = ""
    """Id of the aggregate: an act that opens one of several for the same event finds here which."""

    @property
    def day(self) -> date:
        """The legal day: Europe/Paris."""
        return paris_day(self.at)

    def programme(self, ref: str) -> Programme:
        """The programme version that a dossier is pinned to."""
        return self.programmes.version(ref)

    def programme_in_force(self) -> Programme:
        """The version for a filing made now (criteria.md 4.8)."""
        return self.programmes.in_force_on(self.day)

    def due(self, programme: Programme, clock: str, *, since: date | None = None) -> DueDate:
        """When the programme's clock `clock` (say "completion") falls due, with its derivation."""
        return DueDate.of(clock, programme.deadlines[clock].period, since or self.day, self.calendar)

    def new_id(self, name: str) -> str:
        """An id for something this act creates; the same message gives the same id.

        Where one event reaches several aggregates, `name` must contain `target`, or all would create the same.
        """
        return derived_id(self.message, name)
