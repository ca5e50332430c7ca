"""Settings of surveillance: sanction ladder, sampling, classes of change, categories of complaint."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from shared.programme.vocabulary import Severity, Title


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung of the sanction ladder («échelle des sanctions»), mildest first.

    `deadline` is the key of its time limit, empty if it has none; `observations` tells whether the publisher is heard
    first; `commission_over_days` above how many days of effect the commission is consulted, None for never.
    """

    id: str
    title: Title
    deadline: str
    observations: bool
    commission_over_days: int | None


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs in order, and the grounds on which rungs may be skipped."""

    rungs: tuple[Rung, ...]
    shortcuts: tuple[str, ...]

    def after(self, rung: str) -> Rung | None:
        """The next more severe rung, None at the top; an unknown rung is a KeyError."""
        ids = [one.id for one in self.rungs]
        if rung not in ids:
            raise KeyError(rung)
        place = ids.index(rung) + 1
        return self.rungs[place] if place < len(self.rungs) else None


@dataclass(frozen=True, slots=True)
class Stratum:
    """A part of the listings drawn at its own rate; a condition left None does not count."""

    id: str
    title: Title
    rate: Fraction
    typology: str | None
    complaints_at_least: int | None
    months_since_check_at_least: int | None

    def holds(self, typology: str, complaints: int, months_since_check: int) -> bool:
        """Whether a listing belongs here."""
        return (
            self.typology in (None, typology)
            and complaints >= (self.complaints_at_least or 0)
            and months_since_check >= (self.months_since_check_at_least or 0)
        )


@dataclass(frozen=True, slots=True)
class Sampling:
    """Sampling checks («contrôle par échantillonnage»): strata in order, the first that holds counts.

    `severity_weights` weigh the criteria drawn within a listing, `criteria_per_listing` of them; every listing is
    checked once in `every_listing_within_months`.
    """

    every_listing_within_months: int
    criteria_per_listing: int
    severity_weights: Mapping[Severity, int]
    strata: tuple[Stratum, ...]

    def stratum(self, typology: str, complaints: int, months_since_check: int) -> Stratum | None:
        """The stratum of a listing, None if no stratum takes it."""
        fitting = (one for one in self.strata if one.holds(typology, complaints, months_since_check))
        return next(fitting, None)


@dataclass(frozen=True, slots=True)
class ChangeClass:
    """A class of update of a listed service, lightest first, and what it calls for."""

    id: str
    title: Title
    effect: str


@dataclass(frozen=True, slots=True)
class ComplaintCategory:
    """What a complaint is about; an `emergency` one skips the publisher-first step."""

    id: str
    title: Title
    severity: Severity
    emergency: bool
