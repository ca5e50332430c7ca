"""The parts of a run, by name, in the order in which they are run."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.contenders.contender import Contender
from benchmarks.contenders.dbos import Dbos
from benchmarks.contenders.floor import Floor
from benchmarks.contenders.line import Line
from benchmarks.figures import Measured, Results, Say
from benchmarks.ground import Ground
from benchmarks.measures.backlog import backlog
from benchmarks.measures.deadlines import deadlines
from benchmarks.measures.dossier import dossier
from benchmarks.measures.growth import growth
from benchmarks.measures.idle import idle
from benchmarks.measures.reads import reads
from benchmarks.measures.rebuild import rebuild
from benchmarks.measures.signing import signing
from benchmarks.rounds import Rounds
from benchmarks.sizes import BACKLOG_RATE, Sizes

COMPARED = ("steady", "saturation")
"""Measured of all contenders, in interleaved rounds."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run."""

    ground: Ground
    sizes: Sizes
    only: frozenset[str]
    say: Say

    def whole(self) -> Results:
        """Everything that was asked for."""
        results: Results = {"floor": {}, "line": {}, "dbos": {}}
        if self.only.intersection(COMPARED):
            results |= self._compared()
        for part in OF_THE_LINE:
            if part in self.only:
                results["line"] |= self._of_the_line(part)
        return results

    def _compared(self) -> Results:
        contenders: list[Contender] = [Floor(self.ground), Line(self.ground), Dbos(self.ground)]
        return asyncio.run(self._rounds(self.only.intersection(COMPARED)).run(contenders))

    def _of_the_line(self, part: str) -> Measured:
        """One part; should it fail, what was measured before is not lost."""
        self.say(f"{part} …")
        try:
            found = OF_THE_LINE[part](self)
        except Exception as error:
            self.say(f"{part} FAILED: {error!r}")
            return {}
        for name, figures in found.items():
            self.say(name, figures)
        return found

    def growing(self) -> Measured:
        """All that is compared, with few dossiers in the tables and with many."""
        return asyncio.run(growth(Line(self.ground), self._rounds(frozenset(COMPARED)), self.sizes.many))

    def with_and_without_signatures(self) -> Measured:
        """Saturation of the line, signed and unsigned."""
        return {"signing": signing(self.ground, self._rounds(frozenset({"saturation"})))}

    def _rounds(self, compared: frozenset[str]) -> Rounds:
        return Rounds(self.ground, self.sizes, compared, self.say)


def _rebuild(run: Run) -> Measured:
    whole = rebuild(run.ground, run.sizes.listings, way=True)
    return {"rebuild": whole, "rebuild, grants only": rebuild(run.ground, run.sizes.listings, way=False)}


OF_THE_LINE: dict[str, Callable[[Run], Measured]] = {
    "signing": Run.with_and_without_signatures,
    "growth": Run.growing,
    "backlog": lambda run: {"backlog": asyncio.run(backlog(Line(run.ground), BACKLOG_RATE, run.sizes.away_s))},
    "rebuild": _rebuild,
    "deadlines": lambda run: {"deadlines": deadlines(run.ground, run.sizes.deadlines)},
    "dossier": lambda run: {"dossier": dossier(run.ground, run.sizes.walked)},
    "reads": lambda run: reads(run.ground, run.sizes.requests),
    "idle": lambda run: {"idle": idle(run.ground, run.sizes.idle_s)},
}
"""Measured of the line alone."""
PARTS = (*COMPARED, *OF_THE_LINE)
