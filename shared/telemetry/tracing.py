"""Tracing for one process: set up once by the composition root, stopped last."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.sampling import ALWAYS_ON
from opentelemetry.trace import Tracer

from shared.telemetry.exporting import endpoint_from, exporting_processor
from shared.telemetry.propagation import TraceParent
from shared.telemetry.sampling import NOTHING, Sampling, sampling_from

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recording:
    """What creates span objects, for as long as a collector is configured."""

    provider: TracerProvider
    tracer: Tracer
    sampling: Sampling

    def wants(self, parent: TraceParent | None) -> bool:
        """Whether to record a span: decided before there is one, because even one that nobody keeps costs."""
        if not self.sampling.follows_parent:
            return True  # each span is up to the sampler
        return parent.sampled if parent else self.sampling.decides()


class _Process:
    recording: Recording | None = None
    trust_callers: bool = False


def recording() -> Recording | None:
    """None when nobody would read a span: trace ids are then made without the SDK."""
    return _Process.recording


def from_caller(above: TraceParent | None) -> TraceParent | None:
    """The context that a request brought along. Whether to record it is decided here, unless callers are trusted:
    else any stranger could have everything recorded, or hide."""
    if above is None or _Process.trust_callers:
        return above
    active = _Process.recording
    sampled = active is not None and active.sampling.decides()
    return above._replace(flags="01" if sampled else "00")


def setup_tracing(
    service: str,
    environ: Mapping[str, str],
    *,
    processor: SpanProcessor | None = None,
    trust_callers: bool = False,
) -> TracerProvider:
    """Records and exports when the environment names a collector; a test gives its own `processor` instead.

    Without either, messages, journal rows and logs still carry real trace ids, at the price of a random number.
    Whatever the environment says, it never raises: a process without traces is better than no process.
    """
    if processor is None:
        processor = _exporting(environ)
    resource = Resource.create({"service.name": f"referencement-{service}", "service.version": product_version()})
    sampling = NOTHING if processor is None else sampling_from(environ)
    provider = TracerProvider(
        sampler=ALWAYS_ON if sampling.follows_parent else sampling.root, resource=resource, shutdown_on_exit=False
    )
    _Process.recording, _Process.trust_callers = None, trust_callers
    if processor is not None:
        provider.add_span_processor(processor)
        _Process.recording = Recording(provider, provider.get_tracer("referencement"), sampling)
    return provider


def _exporting(environ: Mapping[str, str]) -> SpanProcessor | None:
    endpoint = endpoint_from(environ)
    if endpoint is None:
        return None
    try:
        return exporting_processor(endpoint, environ)
    except (OSError, ValueError) as error:
        log.warning("spans are not exported: correct the OTEL_* variables", extra={"error": repr(error)})
        return None


async def stop_tracing(provider: TracerProvider) -> None:
    """Sends what is still queued, for two seconds at most, off the event loop."""
    if _Process.recording is not None and _Process.recording.provider is provider:
        _Process.recording = None
    await asyncio.to_thread(provider.shutdown)


def product_version() -> str:
    """Of the package that is installed; unknown where it is not."""
    try:
        return version("referencement")
    except PackageNotFoundError:
        return "unknown"
