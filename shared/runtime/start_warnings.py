"""What a process says at its start of things that it can live with."""

import logging

from shared.runtime.machine import limits
from shared.runtime.settings import ServiceSettings
from shared.runtime.settings_trouble import accepted_weaknesses
from shared.telemetry.environment import unusable_at_start

log = logging.getLogger(__name__)


def warn_at_start(settings: ServiceSettings) -> None:
    """One line in the log for each."""
    for weakness in accepted_weaknesses(settings):
        log.warning("insecure setting accepted", extra={"trouble": weakness})
    for one in unusable_at_start():
        log.warning("variable not used", extra={"trouble": one.line()})
    for limit in limits():
        log.warning("too little for a process", extra={"trouble": f"{limit.what} {limit.told}"})
