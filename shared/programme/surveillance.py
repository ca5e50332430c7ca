"""Settings of surveillance: sanction ladder, sampling, classes of change, categories of complaint."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.programme.shape import Share
from shared.programme.vocabulary import Severity, Title


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A rung of the sanction ladder («échelle des sanctions»), mildest first."""

    id: str
    """Id."""
    title: Title
    deadline: str = ""
    """Key of its time limit."""
    observations: bool
    """The publisher is heard first."""
    commission_over_days: int | None = None
    """The commission is consulted for an effect of more days than this."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs in order, and the grounds on which rungs may be skipped."""

    rungs: tuple[Rung, ...]
    """The rungs."""
    shortcuts: tuple[str, ...] = ()
    """Grounds on which rungs may be skipped."""

    def after(self, rung: str) -> Rung | None:
        """The next more severe rung, None at the top; an unknown rung is a KeyError."""
        ids = [one.id for one in self.rungs]
        if rung not in ids:
            raise KeyError(rung)
        place = ids.index(rung) + 1
        return self.rungs[place] if place < len(self.rungs) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """A part of the listings drawn at its own rate; a condition that is absent does not count."""

    id: str
    """Id."""
    title: Title
    rate: Share
    """Share drawn each year."""
    typology: str | None = None
    """Only this track."""
    complaints_at_least: int | None = None
    """Only with so many complaints."""
    months_since_check_at_least: int | None = None
    """Only unchecked for so long."""

    def holds(self, typology: str, complaints: int, months_since_check: int) -> bool:
        """Whether a listing belongs here."""
        return (
            self.typology in (None, typology)
            and complaints >= (self.complaints_at_least or 0)
            and months_since_check >= (self.months_since_check_at_least or 0)
        )


@dataclass(frozen=True, slots=True)
class Sampling:
    """Sampling checks («contrôle par échantillonnage»): strata in order, the first that holds counts."""

    every_listing_within_months: int
    """Every listing is checked within so many months."""
    criteria_per_listing: int
    """How many criteria are drawn."""
    severity_weights: Mapping[Severity, int]
    """How likely a criterion is drawn."""
    strata: tuple[Stratum, ...]
    """A listing belongs to the first that fits."""

    def stratum(self, typology: str, complaints: int, months_since_check: int) -> Stratum | None:
        """The stratum of a listing, None if no stratum takes it."""
        fitting = (one for one in self.strata if one.holds(typology, complaints, months_since_check))
        return next(fitting, None)


@dataclass(frozen=True, slots=True)
class ChangeClass:
    """A class of update of a listed service, lightest first, and what it calls for."""

    id: str
    """Id."""
    title: Title
    effect: str
    """What it leads to."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The classes of update, and the class that each trigger calls for at least."""

    classes: tuple[ChangeClass, ...]
    """The classes."""
    triggers: Mapping[str, str]
    """What calls at least for which class."""


@dataclass(frozen=True, slots=True)
class ComplaintCategory:
    """What a complaint is about."""

    id: str
    """Id."""
    title: Title
    severity: Severity
    """How grave."""
    emergency: bool = False
    """It goes to an emergency review at once, without the publisher-first step."""
