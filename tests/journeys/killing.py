"""Kills services while others work: kill -9, then a new start, one service after the other."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from random import Random

from deploy.local.line import Line
from shared.contracts.topics import SERVICES


@dataclass(slots=True)
class Killer:
    """Kills each service of a line in turn until told to stop; repeatable by its seed."""

    line: Line
    random: Random
    kills: Counter[str] = field(default_factory=Counter)

    async def work(self, stop: asyncio.Event) -> None:
        """Kill, start, wait until ready, and so on; at least one full round."""
        while not (stop.is_set() and len(self.kills) == len(SERVICES)):
            for service in self.random.sample(SERVICES, len(SERVICES)):
                await asyncio.sleep(self.random.uniform(0.2, 1.0))
                await asyncio.to_thread(self.line.services.kill, service)
                self.kills[service] += 1
                await asyncio.to_thread(self.line.services.start, service)
                if stop.is_set() and len(self.kills) == len(SERVICES):
                    return
