"""What both contenders carry: the same keys and bodies on the same number of topics and partitions."""

import json
from uuid import NAMESPACE_URL, uuid5

HOPS = 5
PARTITIONS = 3
BODY_BYTES = 1000


def topic(number: int) -> str:
    """The topic before hop `number`; topic(HOPS) is the end."""
    return f"referencement.hop{number}.v1"


def key(run: str, number: int) -> str:
    """The id of the n-th dossier of a run."""
    return str(uuid5(NAMESPACE_URL, f"{run}/{number}"))


def padding() -> str:
    """Fills a body to about 1 KB, as a dossier's facts and answers would."""
    return json.dumps({f"URB-{n:02d}": "deux_facteurs" for n in range(40)})[: BODY_BYTES - 120]
