"""The counts of a run, for machines and for people."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.demo.dossier import Outcome
from deploy.demo.journey import Journey
from tests.oracle.verdict import Kind, Verdict


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
        """How many dossiers were filed, came to each outcome, and were expired after the year."""
        seen = Counter(one.rested for one in self.journeys)
        filed = sum(bool(one.id) for one in self.journeys)
        later = sum(one.later is Outcome.EXPIRED for one in self.journeys)
        rested = {str(outcome): seen[outcome] for outcome in Outcome if outcome is not Outcome.EXPIRED}
        return {"dossiers": len(self.journeys), "filed": filed, **rested, "expired": later}

    def told(self) -> dict[str, Any]:
        """As JSON data. `published`, `suspended` and `reinstated` are those at rest before the year was over."""
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
