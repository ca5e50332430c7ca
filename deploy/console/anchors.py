"""The root of a day: a few lines to keep where the operators of the line cannot write.

2026-03-10 intake 14 9f86d081…      the last seal of the day or before it: number and hash
2026-03-10 all 5 3b1cdd0e…          one hash over these lines
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from shared.delivery.seals import Seal, end_of

Seals = Mapping[str, Sequence[Seal]]


def roots(day: date, seals: Seals) -> list[str]:
    """The lines of a day, a last one over all of them."""
    lines = [_line(day, service, end_of(of_service, day)) for service, of_service in seals.items()]
    whole = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return [*lines, f"{day} all {len(lines)} {whole}"]


def _line(day: date, service: str, seal: Seal | None) -> str:
    return f"{day} {service} {seal.number} {seal.hash.hex()}" if seal else f"{day} {service} 0 -"


def disowned(anchored: Iterable[str], seals: Seals) -> list[str]:
    """Which anchored lines the seals do not bear out. ValueError: that is no such line."""
    faults = []
    for line in filter(None, map(str.strip, anchored)):
        day, service, number, hash_ = line.split()
        if service == "all":
            found = roots(date.fromisoformat(day), seals)[-1].split()[-1]
        else:
            seal = next((one for one in seals[service] if one.number == int(number)), None)
            found = seal.hash.hex() if seal else "-" if number == "0" else "missing"
        if found != hash_:
            faults.append(f"root of {day}, {service}: anchored was {hash_}, here it is {found}")
    return faults
