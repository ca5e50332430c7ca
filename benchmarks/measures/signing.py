"""What signing and checking cost the line: the same dossiers with signatures and without, in turn."""

import asyncio

from benchmarks.contenders.line import Line, Unsigned
from benchmarks.figures import Figures
from benchmarks.ground import Ground
from benchmarks.rounds import Rounds


def signing(ground: Ground, rounds: Rounds) -> Figures:
    """CPU milliseconds per dossier and dossiers per second at saturation, signed and unsigned."""
    found = asyncio.run(rounds.run([Line(ground), Unsigned(ground)]))
    signed, unsigned = (found[name]["saturation"] for name in (Line.name, Unsigned.name))
    return {
        f"{name}{figure}": of[figure]
        for name, of in (("", signed), ("unsigned_", unsigned))
        for figure in ("cpu_ms", "dossiers_per_s", "bytes")
    }
