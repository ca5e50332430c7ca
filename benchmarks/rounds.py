"""Interleaved rounds: every contender in turn, on the same servers, so that a busy moment meets them all alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.contenders.contender import Contender
from benchmarks.contenders.dbos import Dbos
from benchmarks.figures import Measured, Results, Say, medians
from benchmarks.ground import Ground
from benchmarks.measures.saturation import saturation
from benchmarks.measures.steady import steady
from benchmarks.sizes import RATES, Sizes


@dataclass(frozen=True, slots=True)
class Rounds:
    """What every contender goes through."""

    ground: Ground
    sizes: Sizes
    only: frozenset[str]
    say: Say

    async def run(self, contenders: Sequence[Contender]) -> Results:
        """The medians of all rounds. Who begins changes from round to round."""
        found: dict[str, list[Measured]] = {one.name: [] for one in contenders}
        for turn in range(self.sizes.rounds):
            first = turn % len(contenders)
            for one in (*contenders[first:], *contenders[:first]):
                await one.prepare()
                try:
                    await one.start()
                    found[one.name].append(await self.measure(one, f"round {turn + 1} of {self.sizes.rounds}"))
                finally:
                    one.stop()
        return {
            name: {measure: medians([turn[measure] for turn in turns]) for measure in turns[0]}
            for name, turns in found.items()
        }

    async def measure(self, one: Contender, when: str) -> Measured:
        """One contender, running."""
        measured: Measured = {}
        for rate in RATES if "steady" in self.only else ():
            measured[f"{rate}/s"] = await steady(one, rate, self.sizes.steady_s)
            self.say(f"{when}: {one.name} at {rate}/s", measured[f"{rate}/s"])
        if "saturation" in self.only:
            dossiers = self.sizes.dbos_dossiers if isinstance(one, Dbos) else self.sizes.dossiers
            measured["saturation"] = await saturation(one, self.ground, dossiers)
            self.say(f"{when}: {one.name} at saturation", measured["saturation"])
        return measured
