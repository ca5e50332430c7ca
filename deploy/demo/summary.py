"""The counts of a run, for machines and for people."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.demo.dossier import LISTED, Outcome
from deploy.demo.journey import Journey
from deploy.oracle.verdict import Kind, Verdict

CLOSED = [outcome for outcome in Outcome if outcome not in {*LISTED, Outcome.EXPIRED}]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a run came to."""

    journeys: tuple[Journey, ...]
    verdict: Verdict
    ready_s: float
    first_published_s: float | None
    total_s: float

    @property
    def holds(self) -> bool:
        """Every dossier where its file foresees it, and the oracle content."""
        return self.verdict.holds and all(one.as_foreseen for one in self.journeys)

    @property
    def counts(self) -> dict[str, int]:
        """To how many dossiers each thing happened; one that was suspended had been published before."""
        rested = Counter(one.rested for one in self.journeys)
        return {
            "dossiers": len(self.journeys),
            "filed": sum(bool(one.id) for one in self.journeys),
            **{str(outcome): rested[outcome] for outcome in CLOSED},
            "published": sum(rested[outcome] for outcome in LISTED),
            "suspended": rested[Outcome.SUSPENDED] + rested[Outcome.REINSTATED],
            "reinstated": rested[Outcome.REINSTATED],
            "expired": sum(one.later is Outcome.EXPIRED for one in self.journeys),
        }

    def told(self) -> dict[str, Any]:
        """As JSON data."""
        verdict = self.verdict
        return {
            **self.counts,
            "as_foreseen": sum(one.as_foreseen for one in self.journeys),
            "lost": verdict.number(Kind.LOST),
            "doubled": verdict.number(Kind.DOUBLED),
            "disordered": verdict.number(Kind.DISORDERED),
            "parked": verdict.number(Kind.PARKED),
            "oracle_holds": verdict.holds,
            "oracle_faults": [str(fault) for fault in verdict.faults],
            "commands": verdict.commands,
            "events": verdict.events,
            "repeats_on_the_wire": verdict.repeats,
            "seconds_until_ready": round(self.ready_s, 1),
            "seconds_to_first_published_listing": round(self.first_published_s, 1) if self.first_published_s else None,
            "seconds_total": round(self.total_s, 1),
        }

    def write(self, path: Path) -> None:
        """Write the counts as JSON."""
        path.write_text(json.dumps(self.told(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
