"""Which traces are recorded: the standard `OTEL_TRACES_SAMPLER` variables, read from the environment given to us."""

import logging
from collections.abc import Mapping

from opentelemetry.sdk.trace.sampling import (
    ALWAYS_OFF,
    ALWAYS_ON,
    DEFAULT_OFF,
    DEFAULT_ON,
    ParentBasedTraceIdRatio,
    Sampler,
    TraceIdRatioBased,
)

log = logging.getLogger(__name__)

_FIXED = {
    "always_on": ALWAYS_ON,
    "always_off": ALWAYS_OFF,
    "parentbased_always_on": DEFAULT_ON,
    "parentbased_always_off": DEFAULT_OFF,
}


def sampler_from(environ: Mapping[str, str]) -> Sampler:
    """`parentbased_always_on` unless told otherwise; a value nobody knows is reported and then ignored."""
    name = environ.get("OTEL_TRACES_SAMPLER", "").strip().lower() or "parentbased_always_on"
    if name in _FIXED:
        return _FIXED[name]
    if name == "traceidratio":
        return TraceIdRatioBased(_ratio(environ))
    if name == "parentbased_traceidratio":
        return ParentBasedTraceIdRatio(_ratio(environ))
    log.warning("unknown OTEL_TRACES_SAMPLER, every trace is recorded")
    return DEFAULT_ON


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
