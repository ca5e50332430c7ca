"""How much of everything a run does."""

from dataclasses import dataclass

RATES = (10, 50)
"""Dossiers a second that people live at."""
BACKLOG_RATE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Numbers of a run."""

    rounds: int
    """Interleaved: every contender in each."""
    dossiers: int
    """At saturation."""
    dbos_dossiers: int
    """The same for DBOS, which takes many times as long for each."""
    steady_s: int
    """Seconds at each rate."""
    many: int
    """Dossiers in the tables once they have grown."""
    away_s: int
    """How long the services were away."""
    listings: int
    """In the catalogue that is rebuilt."""
    deadlines: int
    """Due in the same second."""
    walked: int
    """Real dossiers, from filing to the catalogue."""
    requests: int
    """Of each cheap kind, in each turn of the reads."""
    idle_s: int
    """Seconds of doing nothing."""


FULL = Sizes(
    rounds=3, dossiers=20_000, dbos_dossiers=1_000, steady_s=12, many=1_000_000, away_s=3600, listings=20_000,
    deadlines=100_000, walked=200, requests=4_000, idle_s=30,
)  # fmt: skip
QUICK = Sizes(
    rounds=1, dossiers=5_000, dbos_dossiers=300, steady_s=6, many=20_000, away_s=120, listings=5_000,
    deadlines=5_000, walked=48, requests=1_000, idle_s=10,
)  # fmt: skip
