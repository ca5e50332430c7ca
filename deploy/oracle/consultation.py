"""Ask the oracle about a line that runs: wait for rest, look at everything, judge."""

from deploy.oracle.collection import collect
from deploy.oracle.judgement import judge
from deploy.oracle.ledger import Ledger
from deploy.oracle.quiescence import WITHIN_S, Place, settle
from deploy.oracle.verdict import Verdict


async def consult(
    ledger: Ledger, place: Place, *, within_s: float = WITHIN_S, complete: bool = True, parked: int = 0
) -> Verdict:
    """Was anything lost, doubled or disordered? For `complete` and `parked` see `judge`."""
    restless = await settle(place, within_s=within_s)
    snapshot = await collect(place.databases, place.bootstrap_servers, place.now(), place.verifier, place.names)
    return judge(snapshot, ledger, complete=complete, restless=restless, parked=parked)
