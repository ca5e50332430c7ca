"""Which traces are recorded: the standard `OTEL_TRACES_SAMPLER` variables, read from the environment given to us."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from random import getrandbits

from opentelemetry.sdk.trace.sampling import ALWAYS_OFF, ALWAYS_ON, Decision, Sampler, TraceIdRatioBased

log = logging.getLogger(__name__)
_PARENT = "parentbased_"


@dataclass(frozen=True, slots=True)
class Sampling:
    """How traces are sampled."""

    root: Sampler
    """Decides on a trace that begins here."""
    follows_parent: bool
    """Whether a trace that began elsewhere is recorded as it was decided there."""

    def decides(self) -> bool:
        """Whether one more trace shall be recorded, whatever id and flag its caller chose."""
        return self.root.should_sample(None, getrandbits(128), "").decision is Decision.RECORD_AND_SAMPLE


NOTHING = Sampling(ALWAYS_OFF, follows_parent=False)


def sampling_from(environ: Mapping[str, str]) -> Sampling:
    """`parentbased_always_on` unless told otherwise; a value nobody knows is reported and then ignored."""
    name = environ.get("OTEL_TRACES_SAMPLER", "").strip().lower() or "parentbased_always_on"
    follows = name.startswith(_PARENT)
    match name.removeprefix(_PARENT):
        case "always_on":
            return Sampling(ALWAYS_ON, follows)
        case "always_off":
            return Sampling(ALWAYS_OFF, follows)
        case "traceidratio":
            return Sampling(TraceIdRatioBased(_ratio(environ)), follows)
    log.warning("unknown OTEL_TRACES_SAMPLER, every trace is recorded")
    return Sampling(ALWAYS_ON, follows_parent=True)


def _ratio(environ: Mapping[str, str]) -> float:
    text = environ.get("OTEL_TRACES_SAMPLER_ARG", "").strip() or "1.0"
    try:
        ratio = float(text)
    except ValueError:
        ratio = -1.0
    if 0.0 <= ratio <= 1.0:
        return ratio
    log.warning("OTEL_TRACES_SAMPLER_ARG is not a number from 0 to 1, every trace is recorded")
    return 1.0
