"""The draw (« tirage au sort ») of a sample: pure, so that anyone can do it again from population and seed.

The population is a text, one line per listing, sorted: listing id, stratum, rate as a fraction, and a line feed
("3f0c… with_exchange 1/2\\n"). Its SHA-256 over UTF-8 is published before the seed is known (process.md 4.1).
In each stratum the listings are ordered by HMAC-SHA256(key = seed, message = listing id), both in UTF-8, and the
first ceil(rate x size of the stratum) are drawn.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from hashlib import sha256
from hmac import digest
from math import ceil

from shared.calendar.periods import MONTHS_A_YEAR
from shared.contracts.vocabulary import ListingId


@dataclass(frozen=True, slots=True, order=True)
class Member:
    """A listing of a frozen population. `rate` is exact text: "1/2", "1"."""

    listing: ListingId
    stratum: str
    rate: str

    @property
    def line(self) -> str:
        """Its line in the population's text."""
        return f"{self.listing} {self.stratum} {self.rate}\n"


def population_text(members: Iterable[Member]) -> str:
    """The canonical text of a population."""
    return "".join(member.line for member in sorted(members))


def population_hash(members: Iterable[Member]) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return sha256(population_text(members).encode()).hexdigest()


def draw(members: Iterable[Member], seed: str) -> tuple[ListingId, ...]:
    """The listings drawn: by stratum (in the order of their ids), in each the lowest digests first."""
    strata: dict[tuple[str, str], list[ListingId]] = {}
    for member in members:
        strata.setdefault((member.stratum, member.rate), []).append(member.listing)
    return tuple(
        listing
        for (_, rate), listings in sorted(strata.items())
        for listing in sorted(listings, key=lambda one: _ticket(one, seed))[: drawn_of(len(listings), rate)]
    )


def drawn_of(size: int, rate: str) -> int:
    """How many of a stratum are drawn: rounded up, so that no stratum goes unchecked."""
    return ceil(Fraction(rate) * size)


def whole_months(since: date, until: date) -> int:
    """Months that have passed from date to date."""
    months = (until.year - since.year) * MONTHS_A_YEAR + until.month - since.month
    return max(months - (until.day < since.day), 0)


def _ticket(listing: str, seed: str) -> bytes:
    return digest(seed.encode(), listing.encode(), "sha256")
