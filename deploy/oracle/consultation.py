"""Ask the oracle about a line that runs: wait for rest, look at everything, judge."""

from deploy.oracle.collection import collect
from deploy.oracle.judgement import judge
from deploy.oracle.ledger import Ledger
from deploy.oracle.quiescence import WITHIN_S, Endpoints, settle
from deploy.oracle.verdict import Verdict


async def consult(
    ledger: Ledger, endpoints: Endpoints, *, within_s: float = WITHIN_S, complete: bool = True, parked: int = 0
) -> Verdict:
    """Was anything lost, doubled or disordered? For `complete` and `parked` see `judge`."""
    unsettled = await settle(endpoints, within_s=within_s)
    snapshot = await collect(
        endpoints.databases, endpoints.bootstrap_servers, endpoints.now(), endpoints.verifier, endpoints.names
    )
    return judge(snapshot, ledger, complete=complete, unsettled=unsettled, parked=parked)
