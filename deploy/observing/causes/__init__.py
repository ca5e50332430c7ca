"""Why a promise is about to be broken: alerts on causes, most of them for the working day."""

from collections.abc import Sequence

from deploy.observing.alert import Alert
from deploy.observing.causes.cluster import CLUSTER
from deploy.observing.causes.delivery import DELIVERY
from deploy.observing.causes.evidence import EVIDENCE
from deploy.observing.causes.requests import REQUESTS
from deploy.observing.causes.room import ROOM
from deploy.observing.causes.servers import SERVERS

CAUSES: Sequence[Alert] = (*SERVERS, *DELIVERY, *EVIDENCE, *REQUESTS, *ROOM, *CLUSTER)
